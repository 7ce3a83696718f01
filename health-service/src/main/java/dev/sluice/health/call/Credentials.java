package dev.sluice.health.call;

import dev.sluice.events.plan.Login;
import dev.sluice.events.value.SecretRef;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Who asks, as a request says it. Secrets are read for each request anew. */
public final class Credentials {
    private Credentials() {}

    /** A name and a password, as RFC 7617 has them, in UTF-8. */
    public static void basic(HttpRequest.Builder request, Optional<Login> login) throws CallFailed {
        if (login.isPresent()) {
            String pair =
                    login.get().username() + ":" + SecretText.read(login.get().password());
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        }
    }

    public static void bearer(HttpRequest.Builder request, Optional<SecretRef> token) throws CallFailed {
        if (token.isPresent()) {
            request.setHeader("Authorization", "Bearer " + SecretText.read(token.get()));
        }
    }
}
