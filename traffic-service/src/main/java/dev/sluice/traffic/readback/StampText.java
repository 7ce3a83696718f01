package dev.sluice.traffic.readback;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.Stamp;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stamp as one word, {@code rollout:version:epoch}, for routers that keep texts. */
public final class StampText {
    private static final Pattern FORM = Pattern.compile("([a-z0-9.-]+):(\\d{1,18}):(\\d{1,9})");

    private StampText() {}

    public static String of(Stamp stamp) {
        return stamp.rollout() + ":" + stamp.version() + ":" + stamp.epoch();
    }

    /** Empty when it is no stamp: somebody else's text. */
    public static Optional<Stamp> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stamp(
                    new RolloutId(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }
}
