package dev.sluice.notifier.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.notifier.port.Secrets;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Slack channel through a bot's {@code chat.postMessage}. The messages of one rollout form a thread below the first
 * one; after a restart a new thread begins, since what a thread hangs on is kept in memory.
 */
public final class SlackBot implements NotificationChannel {
    private static final URI SLACK = URI.create("https://slack.com/api/");
    private static final int THREADS_MAX = 1_000;
    private static final Set<String> PASSING = Set.of(
            "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");
    private final SecretRef token;
    private final String channel;
    private final URI endpoint;
    private final Secrets secrets;
    private final Post post;
    private final Map<RolloutId, String> threads = new LinkedHashMap<>();

    public SlackBot(SecretRef token, String channel, Optional<URI> api, Secrets secrets, Post post) {
        this.token = token;
        this.channel = channel;
        String base = api.orElse(SLACK).toString();
        this.endpoint = URI.create((base.endsWith("/") ? base : base + "/") + "chat.postMessage");
        this.secrets = secrets;
        this.post = post;
    }

    @Override
    public Outcome deliver(Message message) {
        Optional<String> bearer = secrets.find(token);
        if (bearer.isEmpty()) {
            return Secrets.missing("slack token", token);
        }
        Optional<RolloutId> rollout = message.alert().rollout();
        Map<String, Object> body = new HashMap<>();
        body.put("channel", channel);
        body.put("text", SlackText.of(message.alert()));
        body.put("unfurl_links", false);
        rollout.map(threads::get).ifPresent(thread -> body.put("thread_ts", thread));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + bearer.get());
        return switch (post.send(endpoint, headers, Codec.json(body))) {
            case Post.Result.None none -> none.outcome();
            case Post.Result.Answered answer -> answer.status() == 200 ? judged(answer, rollout) : Post.failed(answer);
        };
    }

    /** Slack answers 200 to what it refuses as well; {@code ok} in the body decides. */
    private Outcome judged(Post.Result.Answered answer, Optional<RolloutId> rollout) {
        JsonNode body;
        try {
            body = Json.WIRE.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return new Outcome.Later(answer.retryAfter(), "Slack's answer is not JSON");
        }
        if (body.path("ok").asBoolean(false)) {
            rollout.ifPresent(id -> remember(id, body.path("ts").asText("")));
            return new Outcome.Delivered();
        }
        String error = body.path("error").asText("no error named");
        return PASSING.contains(error)
                ? new Outcome.Later(answer.retryAfter(), "Slack says " + error)
                : new Outcome.Refused("Slack says " + error);
    }

    private void remember(RolloutId rollout, String thread) {
        if (!thread.isEmpty()) {
            threads.putIfAbsent(rollout, thread);
        }
        if (threads.size() > THREADS_MAX) {
            threads.remove(threads.keySet().iterator().next());
        }
    }
}
