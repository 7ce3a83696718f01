package dev.sluice.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Files that come with the program but that a started JVM wants on disk. */
final class Resources {
    private static final String LOGGING = "broker-logging.properties";

    private Resources() {}

    /** The broker's logging configuration, written into the home folder. */
    static Path brokerLogging(Path home) {
        Path file = home.resolve("run").resolve(LOGGING);
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream("/" + LOGGING), LOGGING)) {
            Files.createDirectories(file.getParent());
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + home + " can't be written", e);
        }
    }
}
