package dev.sluice.traffic.envoy;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.StampText;
import dev.sluice.traffic.readback.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One target's runtime keys, {@code sluice.KEY.*}, as they were read; a key that isn't there is an empty text. Two keys make
 * the latch: {@code latched} is the one that the first route reads, {@code latch} says whose it is.
 */
record RuntimeKeys(String candidate, String header, String latchedText, String latchText, String stampText)
        implements Standing {
    private static final String CANDIDATE = "candidate";
    private static final String HEADER = "header";
    private static final String LATCHED = "latched";
    private static final String LATCH = "latch";
    private static final String STAMP = "stamp";

    /** An empty value removes a key, and what isn't there has the route's default. */
    private static final String NONE = "";

    static RuntimeKeys of(String key, Map<String, String> runtime) {
        return new RuntimeKeys(
                runtime.getOrDefault(name(key, CANDIDATE), NONE),
                runtime.getOrDefault(name(key, HEADER), NONE),
                runtime.getOrDefault(name(key, LATCHED), NONE),
                runtime.getOrDefault(name(key, LATCH), NONE),
                runtime.getOrDefault(name(key, STAMP), NONE));
    }

    /** What a shift writes; the latch is among it only where one is to be opened. */
    static Map<String, String> shift(String key, Split split, String stamp, boolean opens) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(name(key, CANDIDATE), Fraction.of(split.candidate()));
        keys.put(name(key, HEADER), Fraction.of(split.header().isPresent() ? Weight.FULL : Weight.ZERO));
        keys.put(name(key, STAMP), stamp);
        if (opens) {
            keys.put(name(key, LATCHED), NONE);
            keys.put(name(key, LATCH), NONE);
        }
        return keys;
    }

    static Map<String, String> restore(String key, Stamp stamp) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(name(key, CANDIDATE), Fraction.of(Weight.ZERO));
        keys.put(name(key, HEADER), Fraction.of(Weight.ZERO));
        keys.put(name(key, LATCHED), Fraction.of(Weight.FULL));
        keys.put(name(key, LATCH), StampText.of(stamp));
        keys.put(name(key, STAMP), StampText.of(stamp));
        return keys;
    }

    /** The key that routes read for the candidate's share. */
    static String share(String key) {
        return name(key, CANDIDATE);
    }

    /** A key that nobody reads. */
    static String unused(String key, String suffix) {
        return name(key, "doctor-" + suffix);
    }

    private static String name(String key, String what) {
        return "sluice." + key + "." + what;
    }

    /** What the key gives the candidate, whether it is latched or not: a share that waits behind a latch has to go too. */
    Weight share() throws Refused {
        Optional<Weight> share = Fraction.share(candidate);
        if (share.isEmpty()) {
            throw new Refused("the candidate's runtime key is '" + candidate + "': expected a fraction such as "
                    + Fraction.of(Weight.percent(5)));
        }
        return share.get();
    }

    @Override
    public Optional<Stamp> stamp() {
        return StampText.parse(stampText);
    }

    @Override
    public Optional<Stamp> latch() {
        return StampText.parse(latchText);
    }

    @Override
    public boolean latched() {
        return !latchText.isEmpty() || !nothing(latchedText);
    }

    @Override
    public boolean shows(Split split) {
        Weight headers = split.header().isPresent() ? Weight.FULL : Weight.ZERO;
        return Fraction.share(candidate).equals(Optional.of(split.candidate()))
                && Fraction.share(header).equals(Optional.of(headers));
    }

    @Override
    public boolean restored() {
        return latch().isPresent()
                && Fraction.share(latchedText).equals(Optional.of(Weight.FULL))
                && nothing(candidate)
                && nothing(header);
    }

    private static boolean nothing(String fraction) {
        return Fraction.share(fraction).equals(Optional.of(Weight.ZERO));
    }
}
