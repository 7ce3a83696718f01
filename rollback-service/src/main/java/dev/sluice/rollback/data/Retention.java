package dev.sluice.rollback.data;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Reader;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.archive.Sweep;
import dev.sluice.rollback.config.RollbackConfig;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.task.Threads;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sweeps backups on a period. It asks the journal which rollouts are open, on the loop, and waits with the first sweep
 * until the journal is read.
 */
@Startup
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration NOT_READ_YET = Duration.ofSeconds(10);
    private final Loop loop;
    private final Reader reader;
    private final Sweep sweep;
    private final Duration every;
    private final InstantSource clock;
    private final Executor work;

    @Inject
    Retention(Loop loop, Reader reader, RollbackConfig config) {
        this(
                loop,
                reader,
                new Sweep(config.backups()),
                config.sweepEvery(),
                InstantSource.system(),
                sweeping -> Threads.DATA.newThread(sweeping).start());
    }

    Retention(Loop loop, Reader reader, Sweep sweep, Duration every, InstantSource clock, Executor work) {
        this.loop = loop;
        this.reader = reader;
        this.sweep = sweep;
        this.every = every;
        this.clock = clock;
        this.work = work;
        loop.post(this::look);
    }

    private void look() {
        if (!reader.caughtUp()) {
            loop.after(NOT_READ_YET, this::look);
            return;
        }
        Set<RolloutId> open = reader.states().stream()
                .flatMap(state -> state.open().stream())
                .map(RolloutState::id)
                .collect(Collectors.toSet());
        work.execute(() -> run(open));
        loop.after(every, this::look);
    }

    private void run(Set<RolloutId> open) {
        try {
            sweep.run(clock.instant(), open);
        } catch (StoreFailure e) {
            LOG.warn(e.reason());
        }
    }
}
