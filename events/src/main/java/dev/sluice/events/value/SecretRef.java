package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Where a secret is found, never the secret: an environment variable or a file of the service that needs it. A literal
 * is refused before anything is appended, since the journal is read by many and kept for long.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SecretRef(Optional<String> env, Optional<String> file) {
    public static final String EXPECTED =
            "expected exactly one of env (a variable's name) and file (a path); a literal secret is refused";

    public SecretRef {
        Require.that(env.isPresent() != file.isPresent(), "", EXPECTED);
    }

    public static SecretRef ofEnv(String variable) {
        return new SecretRef(Optional.of(variable), Optional.empty());
    }
}
