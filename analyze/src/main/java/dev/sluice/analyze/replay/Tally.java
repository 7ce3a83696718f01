package dev.sluice.analyze.replay;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.value.Condition;
import java.time.Instant;
import java.util.Optional;

/** Counts the readings of one bound, and remembers the one that came nearest to what is feared. */
final class Tally {
    private final Condition bound;
    private final boolean feared;
    private int looks;
    private int held;
    private int unknown;
    private int run;
    private int longestRun;
    private Optional<Instant> newest = Optional.empty();
    private Optional<MetricReading> extreme = Optional.empty();
    private double extremeHeat = Double.NEGATIVE_INFINITY;

    /** @param feared whether it is bad that the bound holds, as for a trigger, or that it does not, as for a check */
    Tally(Condition bound, boolean feared) {
        this.bound = bound;
        this.feared = feared;
    }

    /** @param base the reading's value in the base unit of its dimension, where it has one */
    void add(MetricReading reading, double base) {
        looks++;
        switch (reading.outcome()) {
            case HELD -> held++;
            case NOT_HELD -> {}
            case UNKNOWN -> unknown++;
        }
        row(reading);
        double heat = feared ? heat(base) : -heat(base);
        if (reading.value().isPresent() && reading.outcome() != Outcome.UNKNOWN && heat > extremeHeat) {
            extremeHeat = heat;
            extreme = Optional.of(reading);
        }
    }

    /** Distinct samples in a row, nearly as the judge counts them: one that is no evidence ends no run and adds none. */
    private void row(MetricReading reading) {
        boolean evidence =
                reading.outcome() != Outcome.UNKNOWN && reading.sampledAt().isPresent();
        if (!evidence || reading.sampledAt().equals(newest)) {
            return;
        }
        newest = reading.sampledAt();
        boolean bad = (reading.outcome() == Outcome.HELD) == feared;
        run = bad ? run + 1 : 0;
        longestRun = Math.max(longestRun, run);
    }

    /** The higher, the nearer to holding. */
    private double heat(double base) {
        return switch (bound.comparison()) {
            case ABOVE, AT_LEAST -> base;
            case BELOW, AT_MOST -> -base;
            case EQUAL -> -Math.abs(base - bound.bound().base());
        };
    }

    Bounded bounded() {
        return new Bounded(looks, held, unknown, longestRun, extreme);
    }
}
