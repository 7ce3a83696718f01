package dev.sluice.rollback;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.rollback.domain.Evidence;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Counts rollbacks as the journal tells them, on the instance that acts for the target, and only what is new. */
@ApplicationScoped
public class Meters {
    private static final Logger LOG = Logger.getLogger(Meters.class);
    private final MeterRegistry registry;

    @Inject
    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void seen(Recorded recorded, TargetState state, Evidence evidence) {
        switch (recorded.event()) {
            case Fact.RollbackRequested e -> requested(recorded, state, e);
            case Lifecycle.TrafficRestored e -> restored(recorded, state, evidence);
            case Fact.RollbackFailed e -> {
                String cause = cause(state);
                registry.counter("sluice.rollback.failures", "cause", cause).increment();
                LOG.errorf("%s %s: rollback failed by %s: %s", state.target(), e.rollout(), cause, e.reason());
            }
            case Fact.RollbackCompleted e ->
                LOG.infof("%s %s: rollback completed, %s", state.target(), e.rollout(), e.times());
            case JournalEvent e -> {}
        }
    }

    private static String cause(TargetState state) {
        return state.open()
                .flatMap(RolloutState::rollback)
                .flatMap(RollbackStory::cause)
                .orElse(RollbackStory.Cause.VERIFICATION)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private void requested(Recorded recorded, TargetState state, Fact.RollbackRequested e) {
        boolean first = state.open()
                .flatMap(RolloutState::rollback)
                .filter(story -> story.requestedAt().equals(recorded.meta().time())
                        && story.trigger().equals(e.trigger()))
                .isPresent();
        if (first) {
            registry.counter("sluice.rollbacks", "trigger", label(e.trigger())).increment();
            LOG.infof("%s %s: rollback requested by %s: %s", state.target(), e.rollout(), e.trigger(), e.by().reason());
        }
    }

    /** One value for all commands: their ids would make a series each. */
    private static String label(String trigger) {
        return trigger.startsWith("command/") ? "command" : trigger;
    }

    private void restored(Recorded recorded, TargetState state, Evidence evidence) {
        String trigger = state.open()
                .flatMap(RolloutState::rollback)
                .map(RollbackStory::trigger)
                .orElse("");
        Optional<Instant> breach = evidence.breachAt(trigger);
        breach.ifPresent(at -> Timer.builder("sluice.breach.to.restored")
                .description("from the breach's append time in the journal to that of the restore")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry)
                .record(Duration.between(at, recorded.meta().time())));
    }
}
