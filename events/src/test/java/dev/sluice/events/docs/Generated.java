package dev.sluice.events.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document that is generated: it must be what the records say. {@code -Dsluice.update=true} writes it anew. */
final class Generated {
    static final Path DOCS = Path.of("../docs");

    private Generated() {}

    static void check(String file, String text) throws IOException {
        Path path = DOCS.resolve(file);
        if (Boolean.getBoolean("sluice.update")) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertThat(path)
                .as("docs/%s is generated: run ./sluice maven -pl events test -Dsluice.update=true", file)
                .exists();
        assertThat(Files.readString(path))
                .as("docs/%s is out of date: run ./sluice maven -pl events test -Dsluice.update=true", file)
                .isEqualTo(text);
    }
}
