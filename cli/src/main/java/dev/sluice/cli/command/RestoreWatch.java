package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Narrator;
import dev.sluice.cli.view.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Waits until stable has everything on every router of one rollout, and measures it: from the moment before the command
 * was sent to the moment when the journal's word of it was in the sender's hands.
 */
final class RestoreWatch {
    /** What is promised, whatever is broken: a restore that takes longer needs eyes. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String rollout;
    private final long sentNanos;
    private Optional<Found> before = Optional.empty();

    /**
     * What came of it.
     *
     * @param routers how many were read back
     * @param after how long after the command that was known; empty when it is not so
     */
    record Found(String sentence, ExitCode code, int routers, Optional<Duration> after) {}

    RestoreWatch(String rollout, long sentNanos) {
        this.rollout = rollout;
        this.sentNanos = sentNanos;
    }

    /** Remembers a restore that came before the command was answered: by a trigger, or by somebody faster. */
    void see(StreamedEvent event) {
        if (event.type().equals("dev.sluice.traffic.restored.v1") && isOurs(event)) {
            int routers = event.payload().path("routers").size();
            before = Optional.of(found("restored before: stable has 100% already", routers, ""));
        }
    }

    /** Returns when stable has everything, the rollout failed, or 30 s are over. */
    Found await(Follower follower) {
        Deadline deadline = Deadline.in(LIMIT);
        while (before.isEmpty() && !deadline.passed()) {
            Optional<StreamedEvent> next = follower.next(deadline.left()).filter(this::isOurs);
            Optional<StreamedEvent> restored =
                    next.filter(event -> event.type().equals("dev.sluice.traffic.restored.v1"));
            if (restored.isPresent()) {
                int routers = restored.get().payload().path("routers").size();
                String after = String.format(
                        Locale.ROOT, ", %.2f s after the command", sinceSent().toNanos() / 1e9);
                return found("restored: stable has 100% again", routers, after);
            }
            Optional<StreamedEvent> failed = next.filter(event -> event.type().equals("dev.sluice.rollout.failed.v1"));
            if (failed.isPresent()) {
                return missing(Narrator.tell(failed.get()).text(), ExitCode.FAILED);
            }
        }
        return before.orElseGet(() -> missing(
                "not restored within " + Words.duration(LIMIT) + "; it is tried on; see: sluice events " + rollout,
                ExitCode.TIMED_OUT));
    }

    private Found found(String what, int routers, String after) {
        String sentence = what + ", read back on " + routers + (routers == 1 ? " router" : " routers") + after;
        return new Found(sentence, ExitCode.OK, routers, Optional.of(sinceSent()));
    }

    private Duration sinceSent() {
        return Duration.ofNanos(System.nanoTime() - sentNanos);
    }

    private static Found missing(String sentence, ExitCode code) {
        return new Found(sentence, code, 0, Optional.empty());
    }

    private boolean isOurs(StreamedEvent event) {
        return Words.text(event.payload(), "rollout").equals(rollout);
    }
}
