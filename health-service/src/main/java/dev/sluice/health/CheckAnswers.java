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
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What was asked for the checks of one watched stage, and the newest answer of each metric: it stands until the next one, so
 * that of two slow sources neither has to answer in the same period as the other. As every source answers or fails within
 * its time limit, none stands for longer than a period and that.
 */
final class CheckAnswers {
    private final Plan plan;
    private final Map<Name, Ask> open = new HashMap<>();
    private final Map<Name, Answer> newest = new HashMap<>();
    /** Answered since the evaluation that is under way began. */
    private final Set<Name> inThisOne = new HashSet<>();
    /** Answered since it was judged last. */
    private final Set<Name> fresh = new HashSet<>();

    /** One asking; two are never the same. */
    static final class Ask {
        private final Duration sinceSwitch;
        private final boolean dueMet;
        private final boolean arrived;

        /**
         * @param dueMet whether the stage's due time has come
         * @param arrived whether a sample that came by itself caused it
         */
        Ask(Duration sinceSwitch, boolean dueMet, boolean arrived) {
            this.sinceSwitch = sinceSwitch;
            this.dueMet = dueMet;
            this.arrived = arrived;
        }

        boolean dueMet() {
            return dueMet;
        }
    }

    private record Answer(Sample sample, Ask ask) {}

    CheckAnswers(Plan plan) {
        this.plan = plan;
    }

    /** Nothing that was asked or answered counts any more. */
    void clear() {
        open.clear();
        newest.clear();
        inThisOne.clear();
        fresh.clear();
    }

    /** Another evaluation begins. */
    void begin() {
        inThisOne.clear();
    }

    /** Asks for these; what has not answered yet is not asked again, so those that are to be asked are returned. */
    Set<Name> ask(Set<Name> metrics, Ask ask) {
        Set<Name> free = new LinkedHashSet<>(metrics);
        free.removeAll(open.keySet());
        free.forEach(metric -> open.put(metric, ask));
        return free;
    }

    /** False when it is no answer to what is asked now. */
    boolean answered(Name metric, Sample sample, Ask ask) {
        if (open.get(metric) != ask) {
            return false;
        }
        open.remove(metric);
        newest.put(metric, new Answer(sample, ask));
        inThisOne.add(metric);
        fresh.add(metric);
        return true;
    }

    /** Whether everything that was asked for has answered. */
    boolean settled() {
        return open.isEmpty();
    }

    boolean waitsFor(Name metric) {
        return open.containsKey(metric);
    }

    boolean hasNews() {
        return !fresh.isEmpty();
    }

    /** Whether its newest answer was not judged so far, and would be lost with the next one. */
    boolean unjudged(Name metric) {
        return fresh.contains(metric);
    }

    void judged() {
        fresh.clear();
    }

    /** By the newest answer of each. */
    List<Judged> known(List<Check> checks) {
        return evaluation(checks, (metric, answer) -> true);
    }

    /** By what has answered since the evaluation began; the rest is still to come. */
    List<Judged> knownInThisOne(List<Check> checks) {
        return evaluation(checks, (metric, answer) -> inThisOne.contains(metric));
    }

    /** By what was asked for at or after the due time. */
    List<Judged> knownAtDue(List<Check> checks) {
        return evaluation(checks, (metric, answer) -> answer.ask().dueMet);
    }

    private List<Judged> evaluation(List<Check> checks, BiPredicate<Name, Answer> counts) {
        return checks.stream()
                .map(check -> Optional.ofNullable(newest.get(check.metric()))
                        .filter(answer -> counts.test(check.metric(), answer))
                        .map(answer -> judged(check, answer))
                        .orElseGet(() -> Judged.pending(check, plan.metric(check.metric()))))
                .toList();
    }

    /**
     * What a sample of another metric caused is no further attempt to know this one: a stream of samples would use up its
     * limits in no time.
     */
    private Judged judged(Check check, Answer answer) {
        Judged judged = Judged.of(
                check,
                plan.metric(check.metric()),
                answer.sample(),
                answer.ask().sinceSwitch,
                plan.warmUp(check.warmUp()).duration());
        boolean attempt = fresh.contains(check.metric()) && !(answer.ask().arrived && judged.is(Outcome.UNKNOWN));
        return attempt ? judged : judged.again();
    }
}
