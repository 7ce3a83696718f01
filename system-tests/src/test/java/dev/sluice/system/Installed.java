package dev.sluice.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs: a missing one skips it by name, but fails it in CI, where it has to be there. */
public final class Installed {
    private Installed() {}

    public static Path program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        Optional<Path> found = Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(name + " is not installed, and CI has to have it");
        }
        Assumptions.assumeTrue(found.isPresent(), "skipped: " + name + " is not installed");
        return found.orElseThrow();
    }
}
