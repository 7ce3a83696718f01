package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.net.URI;
import java.util.Optional;

/**
 * How a rollback is verified.
 *
 * @param publicUrl an address as users have it; it must answer a final 2xx that comes from the stable version
 * @param verifyWithin how long verification is tried before a human is called
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Rollback(Optional<PublicUrl> publicUrl, Span verifyWithin) {
    static final Rollback DEFAULT = new Rollback(Optional.empty(), Span.ofSeconds(20));

    public Rollback {
        publicUrl = Require.orElse(publicUrl, Optional.empty());
        verifyWithin = Require.orElse(verifyWithin, Span.ofSeconds(20));
    }

    /**
     * The address and the response header that carries the version that answered; {@code stableVersion} of the plan says
     * which it must be, and without it: not the candidate's.
     */
    public record PublicUrl(URI url, String versionHeader) {
        public PublicUrl {
            Urls.http("url", url);
            Require.text("versionHeader", versionHeader);
        }
    }
}
