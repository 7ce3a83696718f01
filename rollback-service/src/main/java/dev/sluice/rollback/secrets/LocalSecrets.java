package dev.sluice.rollback.secrets;

import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Environment variables and files of this process, read at each use, so that a secret can be changed while it runs. */
@ApplicationScoped
public class LocalSecrets implements Secrets {
    private static final long BYTES_MAX = 64 * 1024;
    private final UnaryOperator<@Nullable String> environment;

    public LocalSecrets() {
        this(System::getenv);
    }

    LocalSecrets(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String read(SecretRef reference) throws StoreFailure {
        String secret = reference.env().isPresent()
                ? variable(reference.env().get())
                : file(reference.file().orElse(""));
        if (secret.isBlank()) {
            throw StoreFailure.lasting("there is no secret at " + shown(reference) + " of rollback-service");
        }
        return secret.strip();
    }

    private String variable(String name) {
        String value = environment.apply(name);
        return value == null ? "" : value;
    }

    private static String file(String name) {
        try {
            Path path = Path.of(name);
            return Files.size(path) > BYTES_MAX ? "" : Files.readString(path);
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    private static String shown(SecretRef reference) {
        return reference
                .env()
                .map(name -> "env " + name)
                .or(() -> reference.file().map(path -> "file " + path))
                .orElse("?");
    }
}
