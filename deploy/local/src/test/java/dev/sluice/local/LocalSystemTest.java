package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole start and end, with a real broker and with packaged fakes where the services are built. */
class LocalSystemTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<Integer> ports = FreePorts.choose(1);
    private final int httpPort = FreePorts.inARow(14);

    @TempDir
    private Path root = Path.of("");

    private LocalSystem system = system(Map.of());

    @BeforeEach
    void build() throws IOException {
        for (Service service : Service.values()) {
            packageFake(service.application(root), ServingApplication.class);
        }
        system = system(Map.of());
    }

    @AfterEach
    void endEverything() {
        system.down();
    }

    @Test
    void upStartsWhatIsMissingAndDownEndsEverything() {
        List<LocalSystem.Member> first = system.up();
        assertThat(first)
                .extracting(member -> member.spec().name())
                .containsExactly("broker", "traffic-service", "health-service", "rollback-service", "notifier-service");
        assertThat(first).allMatch(LocalSystem.Member::isNew);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("sluice.rollouts");

        kill("health-service");
        List<LocalSystem.Member> second = system(Map.of(Service.TRAFFIC, 2)).up();
        assertThat(second)
                .filteredOn(LocalSystem.Member::isNew)
                .extracting(member -> member.spec().name())
                .containsExactly("traffic-service-2", "health-service");

        assertThat(system.down()).hasSize(6).last().isEqualTo("broker");
        assertThat(first).noneMatch(member -> member.written().isAlive());
        assertThat(second).noneMatch(member -> member.written().isAlive());
        assertThat(system.ledger().records()).isEmpty();
    }

    @Test
    void oneServiceThatDiesEndsTheWholeStart() throws IOException {
        packageFake(Service.HEALTH.application(root), DyingApplication.class);

        assertThatThrownBy(system::up)
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("health-service ended while it started")
                .hasMessageContaining("no such source");
        assertThat(system.ledger().records()).noneMatch(ProcessRecord::isAlive);
    }

    @Test
    void aServiceThatIsNotBuiltIsNamedBeforeAnythingStarts() throws IOException {
        Files.delete(Service.NOTIFIER.application(root));

        assertThatThrownBy(system::up).hasMessageStartingWith("notifier-service is not built");
        assertThat(system.ledger().records()).isEmpty();
    }

    private void kill(String name) {
        ProcessHandle process =
                system.ledger().alive(name).flatMap(ProcessRecord::process).orElseThrow();
        process.destroyForcibly();
        assertThat(Polling.until(
                        java.time.Duration.ofSeconds(10),
                        () -> system.ledger().alive(name).isEmpty()))
                .isTrue();
    }

    private LocalSystem system(Map<Service, Integer> instances) {
        LocalSettings settings = LocalSettings.of(root, root.resolve(".sluice"), Map.of())
                .onPorts(ports.getFirst(), httpPort)
                .withInstances(instances);
        return new LocalSystem(settings, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private static void packageFake(Path jar, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : List.of(main, FakeService.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = java.util.Objects.requireNonNull(type.getResourceAsStream("/" + entry))) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** Serves on the port that the environment names. */
    static final class ServingApplication {
        private ServingApplication() {}

        public static void main(String[] args) throws IOException {
            FakeService.main(new String[] {"serve", System.getenv("QUARKUS_HTTP_PORT")});
        }
    }

    /** Ends at once. */
    static final class DyingApplication {
        private DyingApplication() {}

        public static void main(String[] args) {
            System.err.println("no such source: prometheus");
            System.exit(1);
        }
    }
}
