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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

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

    /** One asking of one metric; two are never the same. */
    static final class Ask {
        private final Duration sinceSwitch;
        private final boolean dueMet;
        private boolean arrived;

        private Ask(Duration sinceSwitch, boolean dueMet, boolean arrived) {
            this.sinceSwitch = sinceSwitch;
            this.dueMet = dueMet;
            this.arrived = arrived;
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

    /**
     * Asks for these; what has not answered yet is not asked again, so those that are to be asked are returned. Where a
     * sample had caused what is still open, the period that comes to it makes it an attempt of its own.
     *
     * @param sinceSwitch since the stage's traffic was switched
     * @param dueMet whether the stage's due time has come
     * @param arrived whether a sample that came by itself caused it
     */
    Map<Name, Ask> ask(Set<Name> metrics, Duration sinceSwitch, boolean dueMet, boolean arrived) {
        Map<Name, Ask> free = new LinkedHashMap<>();
        for (Name metric : metrics) {
            Ask before = open.get(metric);
            if (before == null) {
                free.put(metric, new Ask(sinceSwitch, dueMet, arrived));
            } else {
                before.arrived &= arrived;
            }
        }
        open.putAll(free);
        return free;
    }

    /** Whether this is what is asked now, and not what was asked for an earlier watch. */
    boolean waitsFor(Name metric, Ask ask) {
        return open.get(metric) == ask;
    }

    void answered(Name metric, Sample sample, Ask ask) {
        open.remove(metric);
        newest.put(metric, new Answer(sample, ask));
        inThisOne.add(metric);
        fresh.add(metric);
    }

    /**
     * What has answered too early to say whether the stage may end: before its due time, or in the warm-up of a check that is
     * over by now. What is asked already is not among them.
     */
    Set<Name> tooEarly(List<Check> checks, Duration sinceSwitch, boolean dueMet) {
        return checks.stream()
                .filter(check -> !open.containsKey(check.metric()))
                .filter(check -> Optional.ofNullable(newest.get(check.metric()))
                        .filter(answer ->
                                (dueMet && !answer.ask().dueMet) || (cold(check, answer) && !cold(check, sinceSwitch)))
                        .isPresent())
                .map(Check::metric)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether a check that has a say warms up, or has answered in its warm-up last. */
    boolean warmsUp(List<Check> checks, Duration sinceSwitch) {
        return checks.stream()
                .filter(check -> !check.onlyShown())
                .anyMatch(check -> cold(check, sinceSwitch)
                        || Optional.ofNullable(newest.get(check.metric()))
                                .filter(answer -> cold(check, answer))
                                .isPresent());
    }

    private boolean cold(Check check, Answer answer) {
        return cold(check, answer.ask().sinceSwitch);
    }

    private boolean cold(Check check, Duration sinceSwitch) {
        return sinceSwitch.compareTo(plan.warmUp(check.warmUp()).duration()) < 0;
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
