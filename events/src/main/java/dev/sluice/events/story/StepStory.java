package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Gate;
import dev.sluice.events.plan.OnFailure;
import dev.sluice.events.plan.Step;
import dev.sluice.events.value.Require;
import java.time.Instant;
import java.util.Optional;

/**
 * A step's newest attempt.
 *
 * @param version of the event that began it, which tells it apart from every other attempt at anything
 * @param attempt counted from 1; a person's resume after the last failure begins anew
 * @param released a person has let the rollout go on since it ended
 * @param judged what health-service found, where the step is one of checks
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StepStory(
        long version,
        int attempt,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<StepResult> result,
        String detail,
        boolean released,
        Optional<Judged> judged) {
    /** The outcome of a step's checks, which the owner of the target has yet to make the step's. */
    public record Judged(StepResult result, String detail) {}

    public StepStory {
        judged = Require.orElse(judged, Optional.empty());
    }

    static StepStory started(long version, int attempt, Instant at) {
        return new StepStory(version, attempt, at, Optional.empty(), Optional.empty(), "", false, Optional.empty());
    }

    StepStory ended(StepResult how, String told, Instant at) {
        return new StepStory(version, attempt, startedAt, Optional.of(at), Optional.of(how), told, false, judged);
    }

    StepStory judged(StepResult how, String found) {
        return new StepStory(
                version, attempt, startedAt, endedAt, result, detail, released, Optional.of(new Judged(how, found)));
    }

    StepStory letGo() {
        return new StepStory(version, attempt, startedAt, endedAt, result, detail, true, judged);
    }

    boolean endedBy(Instant moment) {
        return endedAt.filter(at -> !at.isAfter(moment)).isPresent();
    }

    public boolean running() {
        return result.isEmpty();
    }

    public boolean succeeded() {
        return result.equals(Optional.of(StepResult.SUCCEEDED));
    }

    /** Whether it failed as often as the plan allows. */
    public boolean failedForGood(Step step) {
        return result.equals(Optional.of(StepResult.FAILED)) && attempt > step.retries();
    }

    /** Whether it is done, and a person has yet to let the rollout go on. */
    public boolean awaitsPerson(Step step) {
        return succeeded() && step.gate() == Gate.MANUAL && !released;
    }

    /** Whether the rollout may go on without it. */
    public boolean behind(Step step) {
        return (succeeded() && !awaitsPerson(step)) || (failedForGood(step) && step.onFailure() == OnFailure.IGNORE);
    }
}
