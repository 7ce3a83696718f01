package dev.sluice.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.chassis.http.Signature;
import dev.sluice.events.alert.Alert;
import dev.sluice.events.plan.People;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.TestServer;
import dev.sluice.notifier.TestServer.Answer;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.HttpChannelContract;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.notifier.port.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedWebhookTest extends HttpChannelContract {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8));

    @Override
    protected Answer accepted() {
        return Answer.of(204);
    }

    @Override
    protected NotificationChannel channel(Secrets secrets, Post out) {
        return new SignedWebhook(
                new People.Webhook(new Name("ops"), server.url("/hook"), SecretRef.ofEnv("THE_SECRET")), secrets, out);
    }

    @Override
    protected Optional<String> secret(SecretRef reference) {
        return Optional.of(SECRET);
    }

    @Test
    void every_try_has_the_same_id_and_a_signature_over_what_is_sent() {
        channel().deliver(message("alert-1/webhook/ops", "first"));

        TestServer.Request request = server.requests().getFirst();
        assertThat(request.headers())
                .containsEntry("webhook-id", "alert-1/webhook/ops")
                .containsAllEntriesOf(
                        Signature.of(SECRET).orElseThrow().headers("alert-1/webhook/ops", Given.START, request.body()));
    }

    @Test
    void the_body_is_the_alert() throws Exception {
        channel().deliver(message("m-1", "first"));

        JsonNode body = Json.WIRE.readTree(server.requests().getFirst().body());
        assertThat(body.path("type").asText()).isEqualTo("dev.sluice.alert.v1");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(Codec.bind(Codec.json(body.path("data")), Alert.class))
                .isEqualTo(message("m-1", "first").alert());
    }

    @Test
    void gone_is_told_apart() {
        server.answer(Answer.of(410));

        assertThat(channel().deliver(message("m-1", "first"))).isInstanceOf(Outcome.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "whsec_", "whsec_!!!", "whsec_c2hvcnQ="})
    void a_secret_of_another_form_is_refused_without_showing_it(String secret) {
        Outcome outcome = channel(reference -> Optional.of(secret), post).deliver(message("m-1", "first"));

        assertThat(outcome)
                .isEqualTo(new Outcome.Refused(
                        "the secret at env THE_SECRET is not of the form whsec_<base64 of 24 to 64 bytes>"));
        assertThat(server.requests()).isEmpty();
    }
}
