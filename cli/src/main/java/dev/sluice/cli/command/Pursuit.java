package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.http.Follower;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.Narrator;
import dev.sluice.cli.view.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stays with a rollout until it has ended, or the time is over. Events tell the end; while none come, the rollout itself
 * is asked, so that a stream that is broken or silent can't hide it.
 */
final class Pursuit {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private final HttpApi api;
    private final String id;
    private final Follower follower;
    private final Deadline deadline;
    private Deadline ask = Deadline.in(SILENCE);
    private boolean lost;

    /** How it ended, for people and programs. */
    record Ending(String word, String sentence, ExitCode code) {}

    Pursuit(HttpApi api, String id, Follower follower, Deadline deadline) {
        this.api = api;
        this.id = id;
        this.follower = follower;
        this.deadline = deadline;
    }

    /** {@code refusal} finds in an event why there will be no rollout; asked until one was requested. */
    Ending run(Progress progress, Function<StreamedEvent, Optional<String>> refusal) {
        boolean requested = false;
        while (!deadline.passed()) {
            Optional<StreamedEvent> next = follower.next(deadline.leftAtMost(TICK));
            if (next.isPresent()) {
                StreamedEvent event = next.get();
                progress.event(event);
                ask = Deadline.in(SILENCE);
                Optional<String> refused = requested ? Optional.empty() : refusal.apply(event);
                if (refused.isPresent()) {
                    return new Ending("refused", refused.get(), ExitCode.REFUSED);
                }
                requested |= event.type().equals("dev.sluice.rollout.requested.v1");
                Optional<Ending> ending = ending(event);
                if (ending.isPresent()) {
                    return ending.get();
                }
            }
            tellConnection(progress);
            Optional<Ending> told = ask.passed() ? askForEnd() : Optional.empty();
            if (told.isPresent()) {
                return told.get();
            }
            progress.tick();
        }
        return new Ending("timed-out", "still running when the time was over; it goes on", ExitCode.TIMED_OUT);
    }

    private void tellConnection(Progress progress) {
        boolean now = !follower.connected();
        if (now && !lost && ask.passed()) {
            progress.note("the event stream is interrupted; trying again");
            lost = true;
        } else if (!now && lost) {
            progress.note("the event stream is back");
            lost = false;
        }
    }

    private Optional<Ending> ending(StreamedEvent event) {
        if (!Words.text(event.payload(), "rollout").equals(id)) {
            return Optional.empty();
        }
        String sentence = Narrator.tell(event).text();
        return switch (event.type()) {
            case "dev.sluice.rollout.completed.v1" -> Optional.of(new Ending("completed", sentence, ExitCode.OK));
            case "dev.sluice.rollout.aborted.v1" -> Optional.of(new Ending("aborted", sentence, ExitCode.ABORTED));
            case "dev.sluice.rollout.rolled-back.v1" ->
                Optional.of(new Ending("rolled-back", sentence, ExitCode.ROLLED_BACK));
            case "dev.sluice.rollout.failed.v1" -> Optional.of(new Ending("failed", sentence, ExitCode.FAILED));
            default -> Optional.empty();
        };
    }

    private Optional<Ending> askForEnd() {
        ask = Deadline.in(SILENCE);
        try {
            JsonNode rollout = api.get("/rollouts/" + HttpApi.encoded(id));
            String outcome = Words.text(rollout, "outcome");
            String word = outcome.isEmpty() ? Words.text(rollout, "phase") : outcome;
            String reason = Words.text(rollout, "reason");
            return ExitCode.ofOutcome(word)
                    .map(code -> new Ending(word, reason.isEmpty() ? word : word + ": " + reason, code));
        } catch (Failure e) {
            return Optional.empty(); // asked again after the next silence; the follower tells what is final
        }
    }
}
