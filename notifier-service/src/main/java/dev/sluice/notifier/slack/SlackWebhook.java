package dev.sluice.notifier.slack;

import dev.sluice.events.value.SecretRef;
import dev.sluice.events.wire.Codec;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.notifier.port.Secrets;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A Slack channel through an incoming webhook, whose address is the secret. It can't thread: no message id comes back. */
public final class SlackWebhook implements NotificationChannel {
    private final SecretRef address;
    private final Secrets secrets;
    private final Post post;

    public SlackWebhook(SecretRef address, Secrets secrets, Post post) {
        this.address = address;
        this.secrets = secrets;
        this.post = post;
    }

    @Override
    public Outcome deliver(Message message) {
        Optional<String> url = secrets.find(address);
        if (url.isEmpty()) {
            return Secrets.missing("slack webhook", address);
        }
        try {
            return send(URI.create(url.get()), message);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused("the secret at " + Secrets.shown(address) + " is no URL");
        }
    }

    private Outcome send(URI url, Message message) {
        byte[] json = Codec.json(Map.of("text", SlackText.of(message.alert())));
        return switch (post.send(url, Map.of(), json)) {
            case Post.Result.None none -> none.outcome();
            case Post.Result.Answered answer -> judged(answer);
        };
    }

    private static Outcome judged(Post.Result.Answered answer) {
        return switch (answer.status()) {
            case 200 -> new Outcome.Delivered();
            case 410 -> new Outcome.Gone("Slack answered 410: the channel or the webhook is gone");
            default -> Post.failed(answer);
        };
    }
}
