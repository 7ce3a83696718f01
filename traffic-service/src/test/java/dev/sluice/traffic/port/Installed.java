package dev.sluice.traffic.port;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that .ci/run installs, where Debian has those of services too. */
public final class Installed {
    private Installed() {}

    /** Skips the test where it isn't installed, except in CI. */
    public static Path program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(name));
    }

    /** Skips the test, and fails it in CI. */
    public static <T> T missing(String what) {
        String line = what + " is not installed: tests against a real one were skipped";
        return "true".equals(System.getenv("CI")) ? fail(line) : abort(line);
    }
}
