package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.bug.Bug;
import dev.sluice.simulation.world.Mode;
import dev.sluice.simulation.world.World;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bug that is put in is caught by some invariant within 2,000 seeds. */
class MutationTest {
    private static final Logger QUIET = Logger.getLogger("dev.sluice");
    private static final int SEEDS = 2000;

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void isCaught(Bug bug) {
        Mode mode = bug == Bug.RESTORE_WAITS ? Mode.BREACH : Mode.CHAOS;

        boolean caught = LongStream.rangeClosed(1, SEEDS)
                .anyMatch(seed -> new World(seed, mode, Optional.of(bug), false)
                        .run()
                        .broken()
                        .isPresent());

        assertThat(caught).as("%s is caught", bug).isTrue();
    }
}
