package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Check;
import dev.sluice.events.value.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Judges one evaluation of a stage's checks after the other. */
public final class ValidationJudge {
    private ValidationJudge() {}

    /**
     * Unhealthy when what failed leaves less than the score, or a critical check failed; healthy when what held reaches it,
     * and every critical check did; unknown otherwise. What is not known never counts as held.
     *
     * @param score the part of all weights that must hold
     */
    public static Verdict verdict(List<Judged> evaluation, Weight score) {
        long all = share(evaluation, judged -> true);
        long failed = share(evaluation, judged -> judged.is(Outcome.NOT_HELD));
        long held = share(evaluation, judged -> judged.is(Outcome.HELD));
        boolean criticalFailed = critical(evaluation, Outcome.NOT_HELD);
        if (criticalFailed || (failed > 0 && !reaches(all - failed, all, score))) {
            return Verdict.UNHEALTHY;
        }
        return all > 0 && reaches(held, all, score) && !critical(evaluation, Outcome.UNKNOWN)
                ? Verdict.HEALTHY
                : Verdict.UNKNOWN;
    }

    private static boolean critical(List<Judged> evaluation, Outcome outcome) {
        return evaluation.stream().anyMatch(judged -> judged.check().mustHold() && judged.is(outcome));
    }

    private static long share(List<Judged> evaluation, Predicate<Judged> which) {
        return evaluation.stream()
                .filter(which)
                .map(Judged::check)
                .mapToLong(Check::share)
                .sum();
    }

    private static boolean reaches(long part, long all, Weight score) {
        return part * Weight.FULL.basisPoints() >= all * score.basisPoints();
    }

    /**
     * What is known after one more evaluation. An unknown one ends no run of failures and adds none to it; a failed one
     * begins a run, or adds to it, only if a sample that failed is none of those that were counted. A check's own limit that
     * is reached is a failure whatever the score.
     *
     * @param dueMet whether it is healthy by what was asked for at or after the stage's due time
     * @param counted whether it is the one again, with more answers, that was counted as a failure already
     */
    public static ValidationMemory judge(
            ValidationMemory before, List<Judged> evaluation, Weight score, boolean dueMet, boolean counted) {
        Verdict verdict = verdict(evaluation, score);
        List<CheckTally> tallies = new ArrayList<>();
        boolean distinct = false;
        Optional<String> limit = Optional.empty();
        for (int i = 0; i < evaluation.size(); i++) {
            Judged judged = evaluation.get(i);
            CheckTally known = i < before.tallies().size() ? before.tallies().get(i) : CheckTally.NONE;
            CheckTally tally = known.after(judged);
            distinct |= judged.check().share() > 0 && known.isNew(judged);
            limit = limit.or(() -> tally.limit(judged.check()));
            tallies.add(tally);
        }
        List<MetricReading> readings = evaluation.stream().map(Judged::reading).toList();
        boolean failed = limit.isPresent() || (verdict == Verdict.UNHEALTHY && (distinct || before.failing()));
        boolean failing = failed || (verdict == Verdict.UNKNOWN && before.failing());
        boolean begins = failing && !before.failing();
        boolean another = verdict == Verdict.UNHEALTHY && distinct && !counted;
        int counting = before.failures() + (another ? 1 : 0);
        int failures = failed && verdict == Verdict.UNHEALTHY ? Math.max(1, counting) : counting;
        return new ValidationMemory(
                before.of(),
                verdict,
                dueMet && verdict == Verdict.HEALTHY && limit.isEmpty(),
                failing,
                begins ? before.run() + 1 : before.run(),
                failing ? failures : 0,
                failing ? before.told() : ValidationMemory.Told.NOTHING,
                List.copyOf(tallies),
                limit.or(() -> failing ? before.limit() : Optional.empty()),
                failing && !failed ? before.readings() : readings);
    }
}
