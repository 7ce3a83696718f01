package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds an output against its file under src/test/resources/golden; -Dsluice.golden.write=true writes it instead. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    static boolean writing() {
        return Boolean.getBoolean("sluice.golden.write");
    }

    static void same(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if (writing()) {
                Files.writeString(file, actual);
            }
            assertThat(actual).as(name).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
