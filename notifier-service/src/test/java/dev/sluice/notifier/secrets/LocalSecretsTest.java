package dev.sluice.notifier.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    private final LocalSecrets secrets = new LocalSecrets(Map.of("TOKEN", " abc\n", "EMPTY", " ")::get);

    @Test
    void it_reads_variables_and_strips_them() {
        assertThat(secrets.find(SecretRef.ofEnv("TOKEN"))).contains("abc");
        assertThat(secrets.find(SecretRef.ofEnv("EMPTY"))).isEmpty();
        assertThat(secrets.find(SecretRef.ofEnv("NONE"))).isEmpty();
    }

    @Test
    void it_reads_files_anew_each_time(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token");
        SecretRef reference = new SecretRef(Optional.empty(), Optional.of(file.toString()));
        assertThat(secrets.find(reference)).isEmpty();

        Files.writeString(file, "one\n");
        assertThat(secrets.find(reference)).contains("one");

        Files.writeString(file, "two\n");
        assertThat(secrets.find(reference)).contains("two");
    }
}
