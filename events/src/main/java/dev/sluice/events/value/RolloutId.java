package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One rollout of one target, e.g. {@code checkout-k3v5q2m7pd}. It follows from the target and the start key alone, so
 * whoever accepts a start can name the rollout before it is decided, and the same start names the same rollout.
 */
public record RolloutId(@JsonValue String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9.-]{1,63}-[a-z2-7]{10}");

    @JsonCreator
    public RolloutId {
        Require.matching("rollout", text, FORM, "a rollout id such as checkout-k3v5q2m7pd");
    }

    public static RolloutId of(Target target, StartKey key) {
        return new RolloutId(target.application() + "-" + Digest.of(target + "\n" + key.text(), 10));
    }

    @Override
    public String toString() {
        return text;
    }
}
