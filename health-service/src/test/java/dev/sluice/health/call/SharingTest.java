package dev.sluice.health.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.health.Eventually;
import dev.sluice.health.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request for many, at a server that counts. */
class SharingTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Calls calls = new Calls(client);
    private final Page page = new Page();
    private final AtomicInteger version = new AtomicInteger();

    @AfterEach
    void close() {
        page.close();
        client.close();
    }

    private static HttpRequest get(URI url) {
        return HttpRequest.newBuilder(url).build();
    }

    private static CompletableFuture<String> asked(Calls calls, URI url, Duration limit) {
        return CompletableFuture.supplyAsync(
                () -> answer(calls, url, limit), task -> Thread.ofVirtual().start(task));
    }

    private static String answer(Calls calls, URI url, Duration limit) {
        try {
            return calls.shared(get(url), "", limit).text();
        } catch (CallFailed e) {
            return "failed: " + e.reason();
        }
    }

    /** A server whose turns are all taken until the latch opens; what is asked there meanwhile waits. */
    private List<CompletableFuture<String>> busy(CountDownLatch latch) {
        page.shows(() -> {
            await(latch);
            return "version " + version.incrementAndGet();
        });
        List<CompletableFuture<String>> taken = IntStream.range(0, Sharing.AT_ONCE)
                .mapToObj(i -> asked(calls, page.url().resolve("/busy-" + i), LONG))
                .toList();
        Eventually.until("all turns are taken", () -> page.requests() == Sharing.AT_ONCE);
        return taken;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aHundredRolloutsThatAskTheSameAreOneRequest() {
        CountDownLatch latch = new CountDownLatch(1);
        List<CompletableFuture<String>> taken = busy(latch);
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> rollouts = IntStream.range(0, 100)
                .mapToObj(i -> Thread.ofVirtual().start(() -> answers.add(answer(calls, page.url(), LONG))))
                .toList();
        Eventually.until("all wait", () -> rollouts.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
        latch.countDown();
        Eventually.until("all are answered", () -> answers.size() == 100);
        taken.forEach(CompletableFuture::join);
        assertThat(answers).allMatch(answer -> answer.equals(answers.getFirst()) && answer.startsWith("version"));
        assertThat(page.requests()).isEqualTo(Sharing.AT_ONCE + 1);
    }

    @Test
    void nobodyGetsAnAnswerToWhatWasAskedBeforeHim() {
        CountDownLatch latch = new CountDownLatch(1);
        page.shows(() -> {
            int mine = version.incrementAndGet();
            await(latch);
            return "version " + mine;
        });
        CompletableFuture<String> first = asked(calls, page.url(), LONG);
        Eventually.until("the first is under way", () -> page.requests() == 1);
        CompletableFuture<String> second = asked(calls, page.url(), LONG);
        Eventually.until("the second is a request of its own", () -> page.requests() == 2);
        latch.countDown();
        assertThat(first.join()).isEqualTo("version 1");
        assertThat(second.join()).isEqualTo("version 2");
    }

    @Test
    void aQuestionThatDiffersIsAnother() throws CallFailed {
        page.shows("one");
        HttpRequest tenant =
                HttpRequest.newBuilder(page.url()).header("X-Scope-OrgID", "b").build();
        CompletableFuture<String> plain = asked(calls, page.url(), LONG);
        assertThat(calls.shared(tenant, "", LONG).text()).isEqualTo("one");
        assertThat(plain.join()).isEqualTo("one");
        assertThat(page.requests()).isEqualTo(2);
    }

    @Test
    void aHostThatHangsHoldsUpNobodyElse() {
        CountDownLatch never = new CountDownLatch(1);
        List<CompletableFuture<String>> taken = busy(never);
        try (Page other = new Page().shows("well")) {
            assertThat(asked(calls, other.url(), LONG).join()).isEqualTo("well");
        }
        never.countDown();
        taken.forEach(CompletableFuture::join);
    }

    @Test
    void theTimeLimitCountsFromTheAsking() {
        CountDownLatch never = new CountDownLatch(1);
        List<CompletableFuture<String>> taken = busy(never);
        Duration limit = Duration.ofMillis(200);
        long began = System.nanoTime();
        assertThatThrownBy(() -> calls.shared(get(page.url()), "", limit))
                .isInstanceOf(CallFailed.class)
                .hasMessage("no answer within 200ms");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(limit, Duration.ofSeconds(3));
        never.countDown();
        taken.forEach(CompletableFuture::join);
        assertThat(page.requests())
                .as("what nobody waits for any more is not sent")
                .isEqualTo(Sharing.AT_ONCE);
    }
}
