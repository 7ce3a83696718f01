package dev.sluice.rollback.live;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs: a missing one skips it by name, but fails it in CI, where it has to be there. */
public final class Installed {
    private static final Path DEBIANS_POSTGRES = Path.of("/usr/lib/postgresql");

    private Installed() {}

    public static Path program(String name) {
        Optional<Path> found = find(name);
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(name + " is not installed, and CI has to have it");
        }
        Assumptions.assumeTrue(found.isPresent(), "skipped: " + name + " is not installed");
        return found.orElseThrow();
    }

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(
                        Stream.of(path.split(File.pathSeparator)).map(Path::of),
                        Stream.of(Path.of("/usr/sbin"), Path.of("/usr/local/pgsql/bin")),
                        debians())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> debians() {
        if (!Files.isDirectory(DEBIANS_POSTGRES)) {
            return Stream.of();
        }
        try (Stream<Path> versions = Files.list(DEBIANS_POSTGRES)) {
            return versions.map(version -> version.resolve("bin")).sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
