package dev.sluice.notifier.webhook;

import dev.sluice.chassis.http.Signature;
import dev.sluice.events.plan.People;
import dev.sluice.events.wire.Codec;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.notifier.port.Secrets;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook that gets every alert, signed as Standard Webhooks describes. The id is the same at every try, so a receiver
 * that keeps ids gets each alert once.
 */
public final class SignedWebhook implements NotificationChannel {
    private final People.Webhook webhook;
    private final Secrets secrets;
    private final Post post;

    public SignedWebhook(People.Webhook webhook, Secrets secrets, Post post) {
        this.webhook = webhook;
        this.secrets = secrets;
        this.post = post;
    }

    @Override
    public Outcome deliver(Message message) {
        Optional<String> secret = secrets.find(webhook.secret());
        if (secret.isEmpty()) {
            return Secrets.missing("webhook " + webhook.name(), webhook.secret());
        }
        Optional<Signature> signature = Signature.of(secret.get());
        if (signature.isEmpty()) {
            return new Outcome.Refused(
                    "the secret at " + Secrets.shown(webhook.secret()) + " is not of the form " + Signature.FORM);
        }
        byte[] body = body(message);
        Map<String, String> headers = signature.get().headers(message.id().text(), post.now(), body);
        return switch (post.send(webhook.url(), headers, body)) {
            case Post.Result.None none -> none.outcome();
            case Post.Result.Answered answer -> judged(answer);
        };
    }

    private static byte[] body(Message message) {
        return Codec.json(Map.of(
                "type", "dev.sluice.alert.v1",
                "timestamp", message.alert().at(),
                "data", message.alert()));
    }

    private static Outcome judged(Post.Result.Answered answer) {
        if (answer.status() >= 200 && answer.status() < 300) {
            return new Outcome.Delivered();
        }
        return answer.status() == 410
                ? new Outcome.Gone("answered 410: it wants no more messages")
                : Post.failed(answer);
    }
}
