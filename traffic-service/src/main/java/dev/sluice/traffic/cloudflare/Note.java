package dev.sluice.traffic.cloudflare;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load balancer's description: its owner's text, and after it what Sluice notes there, such as
 * {@code [sluice rollout=shop-k3v5q2m7pd version=7 epoch=2 latched]}. The latch is one of the stamp beside it;
 * {@code [sluice latched]} is a latch that somebody set by hand.
 */
record Note(String owners, Optional<Stamp> stamp, boolean latched) {
    private static final Pattern FORM = Pattern.compile(
            "(.*?) ?\\[sluice(?: rollout=([a-z0-9.-]+) version=(\\d{1,18}) epoch=(\\d{1,9}))?( latched)?]\\s*",
            Pattern.DOTALL);

    static Note parse(String description) {
        Matcher matcher = FORM.matcher(description);
        if (!matcher.matches()) {
            return new Note(description, Optional.empty(), false);
        }
        return new Note(matcher.group(1), stamp(matcher), matcher.group(5) != null);
    }

    Note with(Stamp by, boolean latch) {
        return new Note(owners, Optional.of(by), latch);
    }

    Optional<Stamp> latch() {
        return latched ? stamp : Optional.empty();
    }

    String description() {
        String noted = stamp.map(by -> " rollout=" + by.rollout() + " version=" + by.version() + " epoch=" + by.epoch())
                        .orElse("")
                + (latched ? " latched" : "");
        return noted.isEmpty() ? owners : (owners + " [sluice" + noted + "]").strip();
    }

    private static Optional<Stamp> stamp(Matcher matcher) {
        if (matcher.group(2) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stamp(
                    new RolloutId(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    Integer.parseInt(matcher.group(4))));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }
}
