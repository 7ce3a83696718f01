package dev.sluice.traffic;

import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.effects.Watchman;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The one place where a transition of a rollout becomes a log line and a metric. Used on the loop, but for the gauges. */
@Startup
@ApplicationScoped
public class Transitions {
    private static final Logger LOG = Logger.getLogger("dev.sluice.transitions");
    private static final List<String> PHASES = List.of(
            "requested",
            "ready",
            "shifting",
            "observing",
            "baking",
            "closing",
            "failing",
            "restoring",
            "restored",
            "verified");
    private final MeterRegistry meters;
    private final Reader reader;
    private final Ownership ownership;
    private final Watchman watchman;
    private final Map<RolloutId, Instant> breaches = new HashMap<>();

    @Inject
    public Transitions(MeterRegistry meters, Reader reader, Ownership ownership, Watchman watchman) {
        this.meters = meters;
        this.reader = reader;
        this.ownership = ownership;
        this.watchman = watchman;
        PHASES.forEach(phase -> Gauge.builder("sluice.rollouts", this, each -> each.inPhase(phase))
                .tag("phase", phase)
                .register(meters));
    }

    private double inPhase(String phase) {
        return reader.states().stream()
                .flatMap(state -> state.open().stream())
                .filter(rollout -> phase(rollout).equals(phase))
                .count();
    }

    /** Its phase; one that is restored is told apart by whether that was verified, since what follows may take hours. */
    static String phase(RolloutState rollout) {
        boolean verified = rollout.phase() instanceof Phase.Restored
                && rollout.rollback().flatMap(RollbackStory::verifiedAt).isPresent();
        return verified ? "verified" : rollout.phase().word();
    }

    /** A record was accepted. What this instance only follows is not counted, since its owner counts it. */
    void count(TargetState state, Recorded recorded) {
        if (!ownership.acts(recorded.meta().partition())) {
            return;
        }
        meters.counter("sluice.events", "type", recorded.meta().type()).increment();
        RolloutId rollout = recorded.event().about().orElse(null);
        LOG.infof(
                "%s target=%s rollout=%s version=%s phase=%s",
                recorded.meta().type(),
                state.target(),
                rollout,
                recorded.meta().version(),
                state.open().map(open -> open.phase().word()).orElse("-"));
        switch (recorded.event()) {
            case Fact.MetricsBreached breach
            when breach.reaction() == Reaction.ROLLBACK ->
                breaches.putIfAbsent(breach.rollout(), recorded.meta().time());
            case Lifecycle.TrafficRestored restored -> restored(restored, recorded);
            case Lifecycle.TrafficSwitched switched -> weights(state, switched);
            case Lifecycle.SafetyNetUsed net ->
                meters.counter("sluice.safety.net", "action", word(net.action()), "reason", word(net.reason()))
                        .increment();
            case Lifecycle other -> {}
            case Fact other -> {}
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void restored(Lifecycle.TrafficRestored restored, Recorded recorded) {
        Instant breach = breaches.remove(restored.rollout());
        if (breach != null) {
            Timer.builder("sluice.breach.to.restored")
                    .publishPercentileHistogram()
                    .register(meters)
                    .record(Duration.between(breach, recorded.meta().time()));
        }
    }

    private void weights(TargetState state, Lifecycle.TrafficSwitched switched) {
        switched.routers().forEach(router -> {
            weight("sluice.weight.wanted.ratio", state.target(), router.router(), open -> Optional.of(open.weight()));
            weight(
                    "sluice.weight.measured.ratio",
                    state.target(),
                    router.router(),
                    open -> watchman.measured(open.id(), router.router()));
        });
    }

    private void weight(String name, Target target, Name router, Function<RolloutState, Optional<Weight>> share) {
        Gauge.builder(name, reader, known -> known.state(target)
                        .flatMap(TargetState::open)
                        .flatMap(share)
                        .map(weight -> weight.basisPoints() / 10_000.0)
                        .orElse(Double.NaN))
                .tag("target", target.toString())
                .tag("router", router.text())
                .register(meters);
    }
}
