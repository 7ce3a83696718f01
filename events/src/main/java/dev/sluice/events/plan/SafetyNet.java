package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;

/**
 * What traffic-service does by itself when verdicts stop coming, whatever the cause: no upward move after {@code hold},
 * everything to stable after {@code restore}. Absolute times, never scaled with the stages.
 */
public record SafetyNet(Span hold, Span restore) {
    public static final SafetyNet DEFAULT = new SafetyNet(Span.ofSeconds(12), Span.ofSeconds(22));

    public SafetyNet {
        hold = Require.orElse(hold, Span.ofSeconds(12));
        restore = Require.orElse(restore, Span.ofSeconds(22));
        Require.that(hold.millis() >= 6_000, "hold", "expected at least 6s: verdicts arrive every 2 s");
        Require.that(hold.compareTo(restore) < 0, "restore", "expected longer than hold (" + hold + ")");
        Require.that(restore.millis() <= 25_000, "restore", "expected at most 25s, to keep the 30 s promise");
    }
}
