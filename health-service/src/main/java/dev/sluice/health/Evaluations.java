package dev.sluice.health;

import dev.sluice.chassis.Outbox;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.health.config.HealthConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Where every evaluation goes: to {@code sluice.measurements}, to the meters, to those who ask for the newest ones, and,
 * when the verdict changed, to the log. It is written and sent aside, many at once: nobody waits for an evaluation, and
 * one must not stand before a fact on the way to the broker. Safe to use from any thread.
 */
@ApplicationScoped
public class Evaluations {
    private static final Logger LOG = Logger.getLogger(Evaluations.class);
    /**
     * Measurements pass by; while the broker is away they must not pile up before the facts. Those that wait aside count,
     * so it is room for what many rollouts come to in that moment.
     */
    private static final int UNDER_WAY_MAX = 500;

    private static final int ROLLOUTS_MAX = 200;

    private final Outbox outbox;
    private final Codec codec;
    private final Meters meters;
    private final int kept;
    private final Aside aside;
    private final String instance = UUID.randomUUID().toString().substring(0, 8);
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<RolloutId, Story> stories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RolloutId, Story> eldest) {
            return size() > ROLLOUTS_MAX;
        }
    };

    private static final class Story {
        private final Deque<StageEvaluated> newest = new ArrayDeque<>();
        private final Map<StageEvaluated.Kind, Verdict> verdicts = new EnumMap<>(StageEvaluated.Kind.class);
    }

    @Inject
    public Evaluations(Outbox outbox, Codec codec, Meters meters, HealthConfig config, Aside aside) {
        this.outbox = outbox;
        this.codec = codec;
        this.meters = meters;
        this.kept = config.evaluationsKept();
        this.aside = aside;
    }

    void add(Target target, StageEvaluated evaluation, Optional<String> cause) {
        meters.evaluated(evaluation.kind(), evaluation);
        Optional<Verdict> before = keep(evaluation);
        if (!before.equals(Optional.of(evaluation.verdict()))) {
            log(target, evaluation, before);
        }
        send(target, evaluation, cause);
    }

    /** The newest evaluations of a rollout, newest first; empty when this instance has made none. */
    public List<StageEvaluated> newest(RolloutId rollout) {
        synchronized (stories) {
            Story story = stories.get(rollout);
            return story == null ? List.of() : new ArrayList<>(story.newest);
        }
    }

    private Optional<Verdict> keep(StageEvaluated evaluation) {
        synchronized (stories) {
            Story story = stories.computeIfAbsent(evaluation.rollout(), rollout -> new Story());
            story.newest.addFirst(evaluation);
            if (story.newest.size() > kept) {
                story.newest.removeLast();
            }
            return Optional.ofNullable(story.verdicts.put(evaluation.kind(), evaluation.verdict()));
        }
    }

    private void send(Target target, StageEvaluated evaluation, Optional<String> cause) {
        if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
            underWay.decrementAndGet();
            meters.measurementDropped();
            return;
        }
        waiting.add(() -> sendNow(target, evaluation, cause));
        if (asked.compareAndSet(false, true)) {
            aside.execute(this::sendWaiting);
        }
    }

    private void sendWaiting() {
        asked.set(false);
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    private void sendNow(Target target, StageEvaluated evaluation, Optional<String> cause) {
        EventId id = new EventId("evaluated/" + evaluation.rollout() + "/" + instance + "/" + count.incrementAndGet());
        outbox.send(codec.encode(id, target, evaluation), cause).whenComplete((done, failure) -> {
            underWay.decrementAndGet();
            if (failure != null) {
                meters.measurementDropped();
            }
        });
    }

    private static void log(Target target, StageEvaluated evaluation, Optional<Verdict> before) {
        LOG.infof(
                "verdict target=%s rollout=%s stage=%d of=%s is=%s was=%s readings=%s",
                target,
                evaluation.rollout(),
                evaluation.stage(),
                evaluation.kind(),
                evaluation.verdict(),
                before.map(Verdict::name).orElse("none"),
                evaluation.readings().stream()
                        .map(MetricReading::sentence)
                        .collect(Collectors.joining("; ", "[", "]")));
    }
}
