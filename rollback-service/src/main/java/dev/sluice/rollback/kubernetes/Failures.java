package dev.sluice.rollback.kubernetes;

import dev.sluice.rollback.port.StoreFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server answered, for people. */
final class Failures {
    private static final int TOO_MANY = 429;
    private static final int CONFLICT = 409;

    private Failures() {}

    static StoreFailure of(String what, KubernetesClientException e) {
        int code = e.getCode();
        boolean passing = code <= 0 || code >= 500 || code == TOO_MANY || code == CONFLICT;
        String reason = what + ": " + (code > 0 ? "HTTP " + code + ", " : "")
                + (e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
        return passing ? StoreFailure.passing(reason, e) : StoreFailure.lasting(reason);
    }
}
