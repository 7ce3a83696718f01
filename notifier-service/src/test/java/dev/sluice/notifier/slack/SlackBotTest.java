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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackBotTest extends HttpChannelContract {
    private static final SecretRef TOKEN = SecretRef.ofEnv("THE_SECRET");

    @Override
    protected Answer accepted() {
        return new Answer(200, Map.of(), "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000100\"}");
    }

    @Override
    protected NotificationChannel channel(Secrets secrets, Post out) {
        return new SlackBot(TOKEN, "#deploys", Optional.of(server.url("/api")), secrets, out);
    }

    @Override
    protected Optional<String> secret(SecretRef reference) {
        return Optional.of("xoxb-1");
    }

    @Test
    void it_posts_to_the_channel_with_its_token() {
        channel().deliver(message("m-1", "first"));

        assertThat(server.requests().getFirst().path()).isEqualTo("/api/chat.postMessage");
        assertThat(server.requests().getFirst().headers()).containsEntry("authorization", "Bearer xoxb-1");
        assertThat(arrived().getFirst()).contains("\"channel\":\"#deploys\"").doesNotContain("thread_ts");
    }

    @Test
    void the_messages_of_one_rollout_form_a_thread() {
        NotificationChannel channel = channel();
        channel.deliver(message("m-1", "first"));
        channel.deliver(message("m-2", "second"));

        assertThat(arrived().get(1)).contains("\"thread_ts\":\"1700000000.000100\"");
    }

    @ParameterizedTest
    @CsvSource({
        "channel_not_found, false",
        "invalid_auth, false",
        "ratelimited, true",
        "internal_error, true",
        "service_unavailable, true"
    })
    void ok_in_the_body_decides(String error, boolean later) {
        server.answer(new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"" + error + "\"}"));

        Outcome outcome = channel().deliver(message("m-1", "first"));

        assertThat(outcome)
                .isEqualTo(
                        later
                                ? new Outcome.Later(Optional.empty(), "Slack says " + error)
                                : new Outcome.Refused("Slack says " + error));
    }

    @Test
    void an_answer_that_is_no_json_is_tried_again() {
        server.answer(new Answer(200, Map.of(), "<html>"));

        assertThat(channel().deliver(message("m-1", "first"))).isInstanceOf(Outcome.Later.class);
    }
}
