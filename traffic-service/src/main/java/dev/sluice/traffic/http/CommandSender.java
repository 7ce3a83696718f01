package dev.sluice.traffic.http;

import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.command.Command;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Puts commands on the topic. An answer of 202 is given only when the broker has the command; otherwise it is 503. */
@ApplicationScoped
public class CommandSender {
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private final Outbox outbox;
    private final Codec codec = new Codec("http");

    @Inject
    CommandSender(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Sends a command, below the W3C trace context that its sender gave. */
    Uni<Void> send(EventId id, Target target, Command command, Optional<String> traceparent) {
        return Uni.createFrom()
                .completionStage(() -> outbox.send(codec.encode(id, target, command), traceparent))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .transform(failure -> new ProblemException(
                        503,
                        "The broker can't take the command",
                        "Nothing was started or changed. Try again with the same Idempotency-Key. "
                                + failure.getMessage()));
    }
}
