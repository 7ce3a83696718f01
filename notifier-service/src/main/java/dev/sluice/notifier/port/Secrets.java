package dev.sluice.notifier.port;

import dev.sluice.events.value.SecretRef;
import java.util.Optional;

/** Finds the secret that a plan refers to. */
@FunctionalInterface
public interface Secrets {
    /** The secret without surrounding white space; empty when there is none under this reference. */
    Optional<String> find(SecretRef reference);

    /** The reference as it may be shown. */
    static String shown(SecretRef reference) {
        return reference
                .env()
                .map(name -> "env " + name)
                .or(() -> reference.file().map(path -> "file " + path))
                .orElse("?");
    }

    /** The outcome for a message that lacks its secret: it names the reference and never a value. */
    static Outcome missing(String field, SecretRef reference) {
        return new Outcome.Refused(field + ": there is no secret at " + shown(reference) + " of notifier-service");
    }
}
