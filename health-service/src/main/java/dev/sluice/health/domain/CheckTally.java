package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How often one check failed in one watched stage.
 *
 * @param failures in a row, in distinct samples
 * @param total in the stage, in distinct samples
 * @param unknown answers in a row without a value
 * @param errors answers in a row in which the source failed
 * @param counted the samples that were counted as failures
 */
record CheckTally(int failures, int total, int unknown, int errors, Seen counted) {
    static final CheckTally NONE = new CheckTally(0, 0, 0, 0, Seen.NONE);

    /** Nothing is counted, but the samples that the journal says to have failed are no new ones. */
    static CheckTally told(Check check, List<MetricReading> readings) {
        Seen counted = readings.stream()
                .filter(reading -> reading.outcome() == Outcome.NOT_HELD
                        && reading.metric().equals(check.metric())
                        && reading.bound().equals(check.expect().toString()))
                .flatMap(reading -> reading.sampledAt().stream())
                .reduce(Seen.NONE, Seen::with, (one, other) -> one);
        return new CheckTally(0, 0, 0, 0, counted);
    }

    /** After one more evaluation. */
    CheckTally after(Judged judged) {
        if (!judged.counts()) {
            return this;
        }
        return switch (judged.reading().outcome()) {
            case HELD -> new CheckTally(0, total, 0, 0, counted);
            case NOT_HELD -> {
                int one = isNew(judged) ? 1 : 0;
                yield new CheckTally(
                        failures + one,
                        total + one,
                        0,
                        0,
                        at(judged).map(counted::with).orElse(counted));
            }
            case UNKNOWN -> new CheckTally(failures, total, unknown + 1, judged.failed() ? errors + 1 : 0, counted);
        };
    }

    /** What a resume leaves of it: runs begin anew, what counts for the whole stage goes on. */
    CheckTally resumed() {
        return new CheckTally(0, total, 0, 0, counted);
    }

    /** Whether this evaluation failed in another sample than those that were counted. */
    boolean isNew(Judged judged) {
        return judged.counts()
                && judged.is(Outcome.NOT_HELD)
                && !at(judged).filter(counted::has).isPresent();
    }

    private static Optional<Instant> at(Judged judged) {
        return judged.reading().sampledAt();
    }

    /** The limit of this check that is reached. */
    Optional<String> limit(Check check) {
        if (check.onlyShown()) {
            return Optional.empty();
        }
        return said(check, failures, check.failureLimit(), "failed %d times in a row")
                .or(() -> said(check, total, check.totalFailureLimit(), "failed %d times in this stage"))
                .or(() -> said(check, errors, check.errorLimit(), "could not be read %d times in a row"))
                .or(() -> said(check, unknown, check.inconclusiveLimit(), "was not known %d times in a row"));
    }

    private static Optional<String> said(Check check, int count, OptionalInt limit, String how) {
        return limit.isPresent() && count >= limit.getAsInt()
                ? Optional.of(check.metric() + " " + how.formatted(count))
                : Optional.empty();
    }
}
