package dev.sluice.health.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.health.Eventually;
import dev.sluice.health.call.CallFailed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h: Name or service not known",
                "h: No address associated with hostname",
                "h: Name does not resolve",
                "h: nodename nor servname provided, or not known",
                "No such host is known (h)"
            })
    void theWordsOfEachSystemForANameThatIsNotThere(String words) throws CallFailed {
        HostNames names = new HostNames(host -> {
            throw new UnknownHostException(words);
        });

        assertThat(names.find("h", LIMIT)).isEqualTo(new Found.None(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h: Temporary failure in name resolution",
                "h: Try again",
                "h: Non-recoverable failure in name resolution",
                "h: System error"
            })
    void allOtherWordsAreTheResolversTrouble(String words) {
        HostNames names = new HostNames(host -> {
            throw new UnknownHostException(words);
        });

        assertThatThrownBy(() -> names.find("h", LIMIT))
                .isInstanceOf(CallFailed.class)
                .hasMessage("the resolver could not tell: " + words);
    }

    /** Java says why once, and then for 10 s only that the name was not found. */
    @Test
    void theReasonIsKeptUntilTheNameIsFound() throws CallFailed {
        Queue<String> said = new ArrayDeque<>(List.of("h", "h: Name or service not known", "h", "", "h"));
        HostNames names = new HostNames(host -> {
            String next = String.valueOf(said.poll());
            if (next.isEmpty()) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }
            throw new UnknownHostException(next);
        });

        assertThatThrownBy(() -> names.find("h", LIMIT)).hasMessageContaining("without a word why");
        assertThat(names.find("h", LIMIT)).isInstanceOf(Found.None.class);
        assertThat(names.find("h", LIMIT)).isEqualTo(new Found.None("h: Name or service not known"));
        assertThat(names.find("h", LIMIT)).isInstanceOf(Found.Addresses.class);
        assertThatThrownBy(() -> names.find("h", LIMIT)).hasMessageContaining("without a word why");
    }

    @Test
    void aNameThatHangsHoldsNobodyElseAndIsAskedForOnce() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        HostNames names = new HostNames(host -> {
            if (host.equals("slow")) {
                hanging.incrementAndGet();
                await(released);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> names.find("slow", Duration.ofMillis(50)))
                    .hasMessage("the name slow was not resolved within 50ms");
        }
        assertThat(names.find("quick", LIMIT)).isInstanceOf(Found.Addresses.class);
        Eventually.until("the slow one is being asked for", () -> hanging.get() > 0);
        assertThat(hanging).hasValue(1);

        released.countDown();
        assertThat(names.find("slow", LIMIT)).isInstanceOf(Found.Addresses.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aResolverThatAnswersNothingIsNotAskedForEver() {
        CountDownLatch released = new CountDownLatch(1);
        HostNames names = new HostNames(host -> {
            await(released);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        for (int i = 0; i < 64; i++) {
            String host = "h" + i;
            assertThatThrownBy(() -> names.find(host, Duration.ofMillis(1))).hasMessageContaining("was not resolved");
        }

        assertThatThrownBy(() -> names.find("one-more", LIMIT))
                .hasMessage("the resolver leaves 64 other names unanswered");

        released.countDown();
    }
}
