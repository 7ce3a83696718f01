package dev.sluice.notifier.secrets;

import dev.sluice.events.value.SecretRef;
import dev.sluice.notifier.port.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
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
    public Optional<String> find(SecretRef reference) {
        return reference
                .env()
                .flatMap(name -> Optional.ofNullable(environment.apply(name)))
                .or(() -> reference.file().flatMap(LocalSecrets::read))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> read(String file) {
        try {
            Path path = Path.of(file);
            return Files.size(path) > BYTES_MAX
                    ? Optional.empty()
                    : Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
