package dev.sluice.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten cases of the table, each of another kind; {@code ./sluice faults} measures all of it. */
@Order(8)
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    private static final Set<Phase> PHASES = EnumSet.of(Phase.MOVING, Phase.OBSERVING, Phase.BREACH, Phase.RESTORING);

    private Stand stand;
    private int number;

    @BeforeAll
    void everythingIsUp() throws IOException {
        Stream.of("haproxy", "prometheus", "redis-server").forEach(Installed::program);
        Programs.missing().forEach(Installed::program);
        Path folder = Files.createDirectories(Path.of("target", "homes"));
        stand = new Stand(
                Path.of("..").toAbsolutePath().normalize(),
                Files.createTempDirectory(folder.toAbsolutePath(), "faults-"),
                PHASES);
    }

    @AfterAll
    void nothingIsLeft() {
        if (stand != null) {
            stand.close();
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(new Fault(Fault.Victim.TRAFFIC, Fault.Kind.KILL), PHASES),
                Arguments.of(
                        new Fault(Fault.Victim.HEALTH, Fault.Kind.CUT),
                        EnumSet.of(Phase.MOVING, Phase.OBSERVING, Phase.BREACH)),
                Arguments.of(
                        new Fault(Fault.Victim.HAPROXY, Fault.Kind.KILL),
                        EnumSet.of(Phase.OBSERVING, Phase.BREACH, Phase.RESTORING)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void usersAreBackOnStableInTimeAndNoRequestIsLost(Fault fault, Set<Phase> phases) {
        List<Cell> cells = new FaultRun(stand, fault, phases, ++number, System.out::println).run();

        cells.forEach(cell -> System.out.println("measured: " + cell.line()));
        assertThat(cells).hasSameSizeAs(phases).allMatch(Cell::kept);
        assertThat(cells).extracting(Cell::end).containsOnly("RolloutRolledBack");
    }
}
