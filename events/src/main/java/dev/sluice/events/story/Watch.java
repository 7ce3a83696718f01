package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.plan.Gate;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.plan.Validation;
import dev.sluice.events.value.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A stage while it is watched.
 *
 * @param of the version that health's facts must speak of: of the switch, or of the resume or promotion after it
 * @param since when the traffic was switched
 * @param paused how long the stage stood still so far
 * @param skipped when a person skipped the rest of its time
 * @param validated whether health has validated it, for {@link #judgedOf}
 * @param failures failed validations in a row
 * @param limit the limit of a single check that was reached, in a sentence
 * @param anew since when health's word on the stage has to be a new one, where that is not {@code of}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Watch(
        long of,
        Instant since,
        Duration paused,
        Optional<Instant> skipped,
        boolean validated,
        int failures,
        Optional<String> limit,
        Optional<Anew> anew) {
    public Watch {
        limit = Require.orElse(limit, Optional.empty());
        anew = Require.orElse(anew, Optional.empty());
    }

    /**
     * What was said of the stage before is not its last word: a step beside it ended, or it was thawed.
     *
     * @param of the version of the lifecycle event that says so
     * @param since when it was appended
     */
    public record Anew(long of, Instant since) {
        public Anew {
            Require.present("since", since);
        }
    }

    static Watch from(long version, Instant since) {
        return new Watch(version, since, Duration.ZERO, Optional.empty(), false, 0, Optional.empty(), Optional.empty());
    }

    /** The version that a verdict on the stage must speak of; breaches speak of {@link #of}. */
    public long judgedOf() {
        return anew.map(Anew::of).orElse(of);
    }

    /** When the stage's time has passed, unless it is paused meanwhile. */
    public Instant due(Duration stageLength) {
        return skipped.orElse(since.plus(stageLength).plus(paused));
    }

    /** Whether a person let it pass, or none has to. */
    public boolean gateOpen(Stage stage) {
        return stage.gate() == Gate.NONE || skipped.isPresent();
    }

    /** Why the stage must not go on, where its validation has failed as often as it may. */
    public Optional<String> failed(Validation validation) {
        return limit.isPresent() || failures < validation.failureLimit()
                ? limit
                : Optional.of("validation failed " + failures + " times in a row");
    }

    Watch resumed(long version, Duration stoodStill) {
        return new Watch(
                version, since, paused.plus(stoodStill), skipped, false, 0, Optional.empty(), Optional.empty());
    }

    Watch promoted(long version, Instant at) {
        return new Watch(version, since, paused, Optional.of(at), false, 0, Optional.empty(), Optional.empty());
    }

    /** Has to be judged anew by an evaluation that begins now; failures in a row count on. */
    Watch anew(long version, Instant now) {
        return new Watch(of, since, paused, skipped, false, failures, limit, Optional.of(new Anew(version, now)));
    }

    Watch judged(boolean valid, int failuresInARow, Optional<String> limitReached) {
        return new Watch(of, since, paused, skipped, valid, failuresInARow, limitReached, anew);
    }
}
