package dev.sluice.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Figures for people, on standard output and in {@code target/measured.txt}. */
final class Measured {
    private static final Path FILE = Path.of("target", "measured.txt");

    private Measured() {}

    /** One line; a test that measures says what with it. */
    static synchronized void say(String form, Object... values) {
        String line = String.format(Locale.ROOT, form, values);
        System.out.println("measured: " + line);
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
