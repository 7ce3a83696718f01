package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Validation;
import dev.sluice.events.story.Watch;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the checks of one watched stage.
 *
 * @param of what is watched
 * @param verdict of the newest evaluation
 * @param dueMet whether that one began at or after the stage's due time
 * @param failing whether the newest conclusive evaluation failed, or a check's own limit is reached
 * @param run numbers the runs of failures, so that what was told of one is not taken for another's
 * @param failures failed evaluations in this run
 * @param told what the journal holds of this run
 * @param tallies of each check, in their order
 * @param limit the limit of a single check that is reached, in a sentence
 * @param readings of the newest evaluation; in a run of failures, of the newest failed one
 */
public record ValidationMemory(
        long of,
        Verdict verdict,
        boolean dueMet,
        boolean failing,
        int run,
        int failures,
        Told told,
        List<CheckTally> tallies,
        Optional<String> limit,
        List<MetricReading> readings) {
    /** How much of a run of failures stands in the journal. */
    public enum Told {
        NOTHING,
        FAILED,
        LIMIT
    }

    /**
     * What the journal alone says: where an owner goes on that has seen nothing itself.
     *
     * @param checks of the stage
     * @param readings that the journal holds of them: a sample that failed there was counted
     */
    public static ValidationMemory from(
            Watch watch, Validation validation, List<Check> checks, List<MetricReading> readings) {
        boolean failing =
                !watch.validated() && (watch.failures() > 0 || watch.limit().isPresent());
        Told told = !failing ? Told.NOTHING : watch.failed(validation).isPresent() ? Told.LIMIT : Told.FAILED;
        return new ValidationMemory(
                watch.judgedOf(),
                Verdict.UNKNOWN,
                false,
                failing,
                0,
                failing ? watch.failures() : 0,
                told,
                checks.stream()
                        .map(check -> failing ? CheckTally.told(check, readings) : CheckTally.NONE)
                        .toList(),
                watch.limit(),
                List.of());
    }

    /** With what an earlier watch of the same stage counted for the whole of it. */
    public ValidationMemory goingOn(ValidationMemory earlier) {
        List<CheckTally> counted =
                earlier.tallies.stream().map(CheckTally::resumed).toList();
        return new ValidationMemory(of, verdict, dueMet, failing, run, failures, told, counted, limit, readings);
    }

    /** After the journal was seen to hold this much of a run; nothing changes when that run is over. */
    public ValidationMemory told(int ofRun, Told now) {
        return ofRun != run || !failing
                ? this
                : new ValidationMemory(of, verdict, dueMet, failing, run, failures, now, tallies, limit, readings);
    }

    /** Whether the stage has failed as often as it may. */
    boolean atLimit(Validation validation) {
        return limit.isPresent() || failures >= validation.failureLimit();
    }
}
