package dev.sluice.demo.haproxy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs: missing ones skip it by name, but fail it in CI, where they have to be there. */
final class Installed {
    private Installed() {}

    static Path program(String name) {
        return program(name, System.getenv());
    }

    static Path program(String name, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "");
        Optional<Path> found = Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(environment.get("CI"))) {
            throw new AssertionError(name + " is not installed, and CI has to have it");
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }
}
