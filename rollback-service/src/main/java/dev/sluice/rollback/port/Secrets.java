package dev.sluice.rollback.port;

import dev.sluice.events.value.SecretRef;

/** Finds the secret that a plan refers to. */
@FunctionalInterface
public interface Secrets {
    /** The secret without surrounding white space; the failure names the reference and never a value. */
    String read(SecretRef reference) throws StoreFailure;
}
