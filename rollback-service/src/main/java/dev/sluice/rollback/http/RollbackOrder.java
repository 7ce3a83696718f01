package dev.sluice.rollback.http;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a request for a rollback. */
@Schema(name = "RollbackOrder", description = "Which rollout shall go back, and on whose word")
public record RollbackOrder(
        @Schema(
                implementation = String.class,
                examples = "checkout-k3v9q2m7pd",
                description = "The id of an open rollout")
        RolloutId rollout,

        By by) {
    public RollbackOrder {
        Require.present("rollout", rollout);
        Require.present("by", by);
    }

    /** Who asks and why; both are shown in the rollout's history. */
    @Schema(name = "RollbackOrderBy")
    public record By(
            @Schema(examples = "ana", description = "Who asks, at most 200 characters")
            String who,

            @Schema(examples = "checkout shows blank pages", description = "Why, at most 1000 characters")
            String reason) {
        public By {
            Require.text("who", who);
            Require.text("reason", reason);
            Require.that(who.length() <= 200, "who", "expected at most 200 characters, found " + who.length());
            Require.that(
                    reason.length() <= 1000, "reason", "expected at most 1000 characters, found " + reason.length());
        }
    }
}
