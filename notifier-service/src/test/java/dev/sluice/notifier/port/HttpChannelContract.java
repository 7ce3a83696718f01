package dev.sluice.notifier.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.SecretRef;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.TestServer;
import dev.sluice.notifier.TestServer.Answer;
import dev.sluice.notifier.outbound.AddressGuard;
import dev.sluice.notifier.outbound.Post;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every channel over HTTP promises beside that. */
public abstract class HttpChannelContract extends ChannelContract {
    protected final TestServer server = new TestServer(accepted());
    protected final Post post = new Post(new AddressGuard(true), Clock.fixed(Given.START, ZoneOffset.UTC));

    protected abstract Answer accepted();

    protected abstract NotificationChannel channel(Secrets secrets, Post post);

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected List<String> arrived() {
        return server.requests().stream().map(TestServer.Request::text).toList();
    }

    @Test
    void too_many_requests_waits_as_long_as_it_is_told_in_seconds() {
        server.answer(new Answer(429, Map.of("Retry-After", "30"), ""));

        assertThat(channel().deliver(message("m-1", "first")))
                .isEqualTo(new Outcome.Later(Optional.of(Duration.ofSeconds(30)), "answered 429"));
    }

    @Test
    void too_many_requests_waits_as_long_as_it_is_told_by_date() {
        server.answer(new Answer(429, Map.of("Retry-After", "Sun, 1 Nov 2026 10:02:00 GMT"), ""));

        assertThat(channel().deliver(message("m-1", "first")))
                .isEqualTo(new Outcome.Later(Optional.of(Duration.ofMinutes(2)), "answered 429"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408})
    void trouble_on_the_other_side_is_tried_again(int status) {
        server.answer(Answer.of(status));

        assertThat(channel().deliver(message("m-1", "first"))).isInstanceOf(Outcome.Later.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void a_refusal_is_final(int status) {
        server.answer(Answer.of(status));

        assertThat(channel().deliver(message("m-1", "first"))).isEqualTo(new Outcome.Refused("answered " + status));
    }

    @Test
    void a_redirect_is_not_followed() {
        server.answer(
                new Answer(307, Map.of("Location", server.url("/elsewhere").toString()), ""));

        assertThat(channel().deliver(message("m-1", "first"))).isInstanceOf(Outcome.Refused.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void nobody_there_is_tried_again() {
        NotificationChannel channel = channel();
        server.close();

        assertThat(channel.deliver(message("m-1", "first"))).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void a_missing_secret_is_named_by_its_reference() {
        Outcome outcome = channel(reference -> Optional.empty(), post).deliver(message("m-1", "first"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why())
                .contains("env THE_SECRET"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_private_address_is_refused_unless_the_owner_allows_it() {
        Post guarded = new Post(new AddressGuard(false), Clock.fixed(Given.START, ZoneOffset.UTC));

        Outcome outcome = channel(this::secret, guarded).deliver(message("m-1", "first"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why())
                .contains("private-addresses"));
        assertThat(server.requests()).isEmpty();
    }

    protected abstract Optional<String> secret(SecretRef reference);

    @Override
    protected NotificationChannel channel() {
        return channel(this::secret, post);
    }
}
