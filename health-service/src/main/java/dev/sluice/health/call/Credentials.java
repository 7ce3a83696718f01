package dev.sluice.health.call;

import dev.sluice.events.value.SecretRef;
import java.net.http.HttpRequest;
import java.util.Optional;

/** Who asks, as a request says it. Secrets are read for each request anew. */
public final class Credentials {
    private Credentials() {}

    public static void bearer(HttpRequest.Builder request, Optional<SecretRef> token) throws CallFailed {
        if (token.isPresent()) {
            request.setHeader("Authorization", "Bearer " + SecretText.read(token.get()));
        }
    }
}
