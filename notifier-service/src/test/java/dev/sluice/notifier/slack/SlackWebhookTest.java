package dev.sluice.notifier.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.SecretRef;
import dev.sluice.notifier.TestServer.Answer;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.HttpChannelContract;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.notifier.port.Secrets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackWebhookTest extends HttpChannelContract {
    private static final SecretRef ADDRESS = SecretRef.ofEnv("THE_SECRET");

    @Override
    protected Answer accepted() {
        return new Answer(200, Map.of(), "ok");
    }

    @Override
    protected NotificationChannel channel(Secrets secrets, Post out) {
        return new SlackWebhook(ADDRESS, secrets, out);
    }

    @Override
    protected Optional<String> secret(SecretRef reference) {
        return Optional.of(server.url("/services/T0/B0/secret").toString());
    }

    @Test
    void the_text_is_bold_at_the_top_and_can_not_mention_or_link() {
        channel().deliver(message("m-1", "a <!channel> & <https://evil|b>"));

        assertThat(server.requests().getFirst().path()).isEqualTo("/services/T0/B0/secret");
        assertThat(arrived().getFirst())
                .contains("{\"text\":\":rotating_light: *a &lt;!channel&gt; &amp; &lt;https://evil|b&gt;*\\n");
    }

    @Test
    void a_webhook_that_is_gone_is_gone() {
        server.answer(Answer.of(410));

        assertThat(channel().deliver(message("m-1", "first"))).isInstanceOf(Outcome.Gone.class);
    }

    @Test
    void a_secret_that_is_no_address_is_refused_without_showing_it() {
        Outcome outcome =
                channel(reference -> Optional.of("s3cret value"), post).deliver(message("m-1", "first"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why())
                .contains("THE_SECRET")
                .doesNotContain("s3cret"));
    }
}
