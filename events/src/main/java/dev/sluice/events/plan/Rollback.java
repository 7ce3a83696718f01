package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a rollback does once stable has everything: it is verified, and then what ran the candidate is shut down. None of
 * these times is shortened by {@code speedup}.
 *
 * @param publicUrl an address as users have it; it must answer a final 2xx that comes from the stable version
 * @param verifyWithin how long verification is tried before a human is called
 * @param abortDelay from the verified switch until workloads are shut down; by default 30s
 * @param shutdownWithin how long the shut-down is tried before a human is called; by default 5m
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Rollback(
        Optional<PublicUrl> publicUrl, Span verifyWithin, Optional<Span> abortDelay, Optional<Span> shutdownWithin) {
    private static final Span VERIFY_WITHIN = Span.ofSeconds(20);
    private static final Span ABORT_DELAY = Span.ofSeconds(30);
    private static final Span SHUTDOWN_WITHIN = Span.ofMinutes(5);
    private static final Span LONGEST = Span.ofMinutes(60);

    static final Rollback DEFAULT = new Rollback(Optional.empty(), VERIFY_WITHIN, Optional.empty(), Optional.empty());

    public Rollback {
        publicUrl = Require.orElse(publicUrl, Optional.empty());
        verifyWithin = Require.orElse(verifyWithin, VERIFY_WITHIN);
        abortDelay = Require.orElse(abortDelay, Optional.empty());
        shutdownWithin = Require.orElse(shutdownWithin, Optional.empty());
        bounded("verifyWithin", verifyWithin);
        abortDelay.ifPresent(span -> bounded("abortDelay", span));
        shutdownWithin.ifPresent(span -> bounded("shutdownWithin", span));
    }

    /** From the verified switch until workloads are shut down. */
    public Duration shutdownDelay() {
        return abortDelay.orElse(ABORT_DELAY).duration();
    }

    /** How long the shut-down may take. */
    public Duration shutdownLimit() {
        return shutdownWithin.orElse(SHUTDOWN_WITHIN).duration();
    }

    private static void bounded(String field, Span span) {
        Require.that(span.compareTo(LONGEST) <= 0, field, "expected at most " + LONGEST);
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
