package dev.sluice.health.call;

import dev.sluice.events.value.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds secrets where plans say that they are. What is found is never part of a message. */
public final class SecretText {
    private SecretText() {}

    /** Read anew each time, since files are rotated. */
    public static String read(SecretRef ref) throws CallFailed {
        String text = ref.env().isPresent()
                ? variable(ref.env().get())
                : file(ref.file().orElse(""));
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw new CallFailed("the secret holds control characters, which no header can carry");
        }
        return text;
    }

    private static String variable(String name) throws CallFailed {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new CallFailed("the environment variable " + name + ", which should hold the secret, is not set");
        }
        return value.strip();
    }

    private static String file(String path) throws CallFailed {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | IllegalArgumentException e) {
            CallFailed failure = new CallFailed("the file " + path + ", which should hold the secret, can't be read");
            failure.initCause(e);
            throw failure;
        }
    }
}
