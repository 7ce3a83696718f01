package dev.sluice.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that a test needs and {@code .ci/run} installs: a missing one skips the test by its name, but fails it in CI,
 * where it has to be there.
 */
public final class Installed {
    private static final Path DEBIANS_POSTGRES = Path.of("/usr/lib/postgresql");

    /** Where Debian and others have the programs of services, off the PATH of plain users. */
    private static final List<Path> OFF_THE_PATH =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/pgsql/bin"));

    private Installed() {}

    public static Path program(String name) {
        return program(name, System.getenv());
    }

    static Path program(String name, Map<String, String> environment) {
        Stream<Path> onThePath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of);
        return Stream.of(onThePath, OFF_THE_PATH.stream(), debiansPostgres())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(name, environment));
    }

    /** Skips the test, or fails it in CI, for want of what is more than a program. */
    public static RuntimeException missing(String what) {
        return missing(what, System.getenv());
    }

    private static RuntimeException missing(String what, Map<String, String> environment) {
        if ("true".equals(environment.get("CI"))) {
            throw new AssertionError(what + " is not installed, and CI has to have it");
        }
        return Assumptions.abort(what + " is not installed: the tests that need it were skipped");
    }

    private static Stream<Path> debiansPostgres() {
        if (!Files.isDirectory(DEBIANS_POSTGRES)) {
            return Stream.of();
        }
        try (Stream<Path> versions = Files.list(DEBIANS_POSTGRES)) {
            return versions.map(version -> version.resolve("bin")).sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
