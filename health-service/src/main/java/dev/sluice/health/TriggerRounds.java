package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Beats;
import dev.sluice.health.domain.Exposure;
import dev.sluice.health.domain.Readings;
import dev.sluice.health.domain.TriggerJudge;
import dev.sluice.health.domain.TriggerMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the triggers of one rollout on their period. Each metric is judged the moment its answer is here; one that
 * has not answered is not asked again before it has, and ages alone.
 */
final class TriggerRounds {
    private final Surroundings around;
    private final RolloutWatch watch;
    private final Plan plan;
    private final Map<Name, TriggerMemory> memories = new HashMap<>();
    private final Set<Name> unanswered = new HashSet<>();
    private final Set<Name> thisRound = new HashSet<>();
    private Optional<Loop.Timer> next = Optional.empty();
    /** When the round that is under way was due, by the loop's clock. */
    private long dueNanos;
    /** Since when there is something to know, by the loop's clock. */
    private long sinceNanos;

    TriggerRounds(Surroundings around, RolloutWatch watch, Plan plan) {
        this.around = around;
        this.watch = watch;
        this.plan = plan;
    }

    Map<Name, TriggerMemory> memories() {
        return memories;
    }

    boolean running() {
        return next.isPresent();
    }

    /** Evaluates at once, and from now on every period. */
    void evaluate() {
        if (!running()) {
            sinceNanos = around.loop().nanoTime();
        }
        stop();
        dueNanos = around.loop().nanoTime();
        arm(watch.untilSecond(period()));
        ask();
    }

    private Duration period() {
        return plan.triggerPeriod().duration();
    }

    private void round() {
        arm(period());
        ask();
    }

    private void ask() {
        hearSilence();
        if (!thisRound.isEmpty()) {
            publish(Optional.empty());
        }
        Set<Name> asked = new LinkedHashSet<>();
        plan.triggers().list().forEach(trigger -> asked.add(trigger.metric()));
        asked.removeAll(unanswered);
        thisRound.clear();
        thisRound.addAll(asked);
        unanswered.addAll(asked);
        watch.ask(asked, this::answered);
    }

    /**
     * The next round is due this long after this one was, however late this one is: otherwise the delays of a busy loop
     * would add up. What was missed by more than that is left out.
     */
    private void arm(Duration wait) {
        long now = around.loop().nanoTime();
        long due = (now - dueNanos < wait.toNanos() ? dueNanos : now) + wait.toNanos();
        next = Optional.of(around.loop().after(Duration.ofNanos(due - now), () -> {
            dueNanos = due;
            round();
        }));
    }

    void stop() {
        next.ifPresent(Loop.Timer::cancel);
        next = Optional.empty();
    }

    private void answered(Sampled sampled) {
        Name metric = sampled.metric().name();
        unanswered.remove(metric);
        judge(sampled, Optional.empty());
        if (thisRound.remove(metric) && thisRound.isEmpty()) {
            publish(Optional.empty());
        }
    }

    /** A sample that nobody asked for: judged on arrival. */
    void arrived(Sampled sampled, Optional<String> cause) {
        thisRound.remove(sampled.metric().name());
        if (judge(sampled, cause)) {
            publish(cause);
        }
    }

    /** Facts first: nothing stands between a sample and what it leads to. */
    private boolean judge(Sampled sampled, Optional<String> cause) {
        Optional<Exposure> exposure = watch.exposure();
        if (exposure.isEmpty()) {
            return false;
        }
        TriggerJudge.Occasion now = occasion(exposure.get(), sampled.readAt());
        boolean judged = false;
        for (Trigger trigger : plan.triggers().list()) {
            if (trigger.metric().equals(sampled.metric().name())) {
                TriggerMemory before = memories.getOrDefault(trigger.name(), TriggerMemory.NEW);
                Duration warmUp = plan.warmUp(trigger.warmUp()).duration();
                memories.put(
                        trigger.name(),
                        TriggerJudge.judge(trigger, sampled.metric(), warmUp, before, sampled.sample(), now));
                judged = true;
            }
        }
        if (judged) {
            watch.tell(cause);
        }
        return judged;
    }

    private TriggerJudge.Occasion occasion(Exposure exposure, Instant readAt) {
        Duration since = Duration.between(exposure.switchedAt(), watch.now());
        return new TriggerJudge.Occasion(
                exposure.of(), exposure.stage(), readAt, around.loop().nanoTime(), since);
    }

    /** What has not answered for too long is a breach where the plan says so; a warm-up is no silence. */
    private void hearSilence() {
        Optional<Exposure> exposure = watch.exposure();
        List<Trigger> limited = plan.triggers().list().stream()
                .filter(trigger -> trigger.silentAfter().isPresent())
                .toList();
        if (exposure.isEmpty() || limited.isEmpty()) {
            return;
        }
        TriggerJudge.Occasion now = occasion(exposure.get(), around.clock().instant());
        for (Trigger trigger : limited) {
            Duration warm =
                    now.sinceSwitch().minus(plan.warmUp(trigger.warmUp()).duration());
            if (!warm.isNegative()) {
                long since = Math.max(sinceNanos, now.nanos() - warm.toNanos());
                TriggerMemory before = memories.getOrDefault(trigger.name(), TriggerMemory.NEW);
                memories.put(
                        trigger.name(),
                        TriggerJudge.unanswered(trigger, plan.metric(trigger.metric()), before, since, now));
            }
        }
        watch.tell(Optional.empty());
    }

    private void publish(Optional<String> cause) {
        List<MetricReading> readings =
                plan.triggers().list().stream().map(this::reading).toList();
        Verdict verdict = Beats.verdict(plan, memories);
        boolean silent = plan.triggers().list().stream()
                .anyMatch(trigger -> trigger.decisive() && thisRound.contains(trigger.metric()));
        Verdict known = silent && verdict == Verdict.HEALTHY ? Verdict.UNKNOWN : verdict;
        watch.publish(StageEvaluated.Kind.TRIGGERS, known, readings, cause);
    }

    private MetricReading reading(Trigger trigger) {
        Metric metric = plan.metric(trigger.metric());
        Optional<MetricReading> shown =
                memories.getOrDefault(trigger.name(), TriggerMemory.NEW).shown();
        return thisRound.contains(metric.name()) || shown.isEmpty()
                ? Readings.unknown(metric, trigger.when(), "no answer so far")
                : shown.get();
    }
}
