package dev.sluice.rollback.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    @TempDir
    private Path folder = Path.of("");

    private final LocalSecrets secrets = new LocalSecrets(name -> name.equals("KEY") ? " abc\n" : null);

    @Test
    void secretsComeFromVariablesAndFiles() throws IOException, StoreFailure {
        Path file = Files.writeString(folder.resolve("key"), "def\n");
        assertThat(secrets.read(SecretRef.ofEnv("KEY"))).isEqualTo("abc");
        assertThat(secrets.read(new SecretRef(Optional.empty(), Optional.of(file.toString()))))
                .isEqualTo("def");
    }

    @Test
    void oneThatIsNotThereIsNamedByItsReference() {
        assertThatThrownBy(() -> secrets.read(SecretRef.ofEnv("NONE")))
                .isInstanceOf(StoreFailure.class)
                .hasMessage("there is no secret at env NONE of rollback-service");
        assertThatThrownBy(() -> secrets.read(new SecretRef(Optional.empty(), Optional.of("/no/such"))))
                .hasMessageContaining("file /no/such");
    }
}
