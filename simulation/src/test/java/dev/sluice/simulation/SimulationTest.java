package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.world.Mode;
import dev.sluice.simulation.world.Outcome;
import dev.sluice.simulation.world.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand worlds of each mode. More of them: {@code ./sluice simulate --seeds 100000}. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("sluice.simulation.seeds", 1000);

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nothingBreaks(Mode mode) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        int exit = Simulate.run(
                new String[] {"--seeds", Integer.toString(SEEDS), "--mode", mode.name()},
                new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(exit).as(told.toString(StandardCharsets.UTF_8)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theSameSeedHasTheSameStory(Mode mode) {
        List<String> first = new World(7, mode, Optional.empty(), true).run().story();
        List<String> second = new World(7, mode, Optional.empty(), true).run().story();

        assertThat(first).isNotEmpty().isEqualTo(second);
    }

    @Test
    void seedsDiffer() {
        Outcome one = new World(1, Mode.CHAOS, Optional.empty(), true).run();
        Outcome other = new World(2, Mode.CHAOS, Optional.empty(), true).run();

        assertThat(one.story()).isNotEqualTo(other.story());
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        int exit = Simulate.run(new String[] {"--sheep", "3"}, new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("unknown option --sheep", "Usage: sluice simulate");
    }
}
