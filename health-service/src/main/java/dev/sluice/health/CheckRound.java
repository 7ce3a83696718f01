package dev.sluice.health;

import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Judged;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One evaluation of the checks of a stage, which is judged as far as it is known. */
final class CheckRound {
    private final List<Check> checks;
    private final boolean dueMet;
    private final boolean arrived;
    private final Map<Name, Answer> answers = new HashMap<>();
    /** What was answered since it was judged last. */
    private final Set<Name> fresh = new HashSet<>();

    private boolean counted;

    /** One asking; two are never the same. */
    static final class Ask {
        private final Duration sinceSwitch;
        private final boolean dueMet;

        Ask(Duration sinceSwitch, boolean dueMet) {
            this.sinceSwitch = sinceSwitch;
            this.dueMet = dueMet;
        }
    }

    private record Answer(Sample sample, Ask ask) {}

    /**
     * @param dueMet whether it began at or after the stage's due time
     * @param arrived whether a sample that came by itself caused it
     */
    CheckRound(List<Check> checks, boolean dueMet, boolean arrived) {
        this.checks = checks;
        this.dueMet = dueMet;
        this.arrived = arrived;
    }

    Set<Name> metrics() {
        Set<Name> metrics = new LinkedHashSet<>();
        checks.forEach(check -> metrics.add(check.metric()));
        return metrics;
    }

    void answered(Name metric, Sample sample, Ask ask) {
        answers.put(metric, new Answer(sample, ask));
        fresh.add(metric);
    }

    boolean complete() {
        return checks.stream().map(Check::metric).allMatch(answers::containsKey);
    }

    boolean begunAtDue() {
        return dueMet;
    }

    /** Whether all that is known in it was asked for at or after the due time. */
    boolean dueMet() {
        return dueMet && answers.values().stream().allMatch(answer -> answer.ask().dueMet);
    }

    /** Whether there is an answer. */
    boolean begun() {
        return !answers.isEmpty();
    }

    /** Whether there is something that was not judged. */
    boolean hasNews() {
        return !fresh.isEmpty();
    }

    boolean counted() {
        return counted;
    }

    /** It was judged; {@code failed} when it counted as a failure. */
    void judged(boolean failed) {
        counted |= failed;
        fresh.clear();
    }

    List<Judged> evaluation(Plan plan) {
        return checks.stream().map(check -> judged(check, plan)).toList();
    }

    /**
     * What a sample of another metric caused is no further attempt to know this one: a stream of samples would use up its
     * limits in no time.
     */
    private Judged judged(Check check, Plan plan) {
        Answer answer = answers.get(check.metric());
        if (answer == null) {
            return Judged.pending(check, plan.metric(check.metric()));
        }
        Judged judged = Judged.of(
                check,
                plan.metric(check.metric()),
                answer.sample(),
                answer.ask().sinceSwitch,
                plan.warmUp(check.warmUp()).duration());
        boolean attempt = fresh.contains(check.metric()) && !(arrived && judged.is(Outcome.UNKNOWN));
        return attempt ? judged : judged.again();
    }
}
