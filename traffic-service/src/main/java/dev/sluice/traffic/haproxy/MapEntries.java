package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.StampText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One target's entries in a map file, as they were read, and the commands that change them. Every change is one command
 * on one entry, never a versioned transaction: see {@link HaproxyRouter}.
 */
record MapEntries(Router.MapEntry map, Map<Entry, String> values) {
    /** What is kept under one key. */
    enum Entry {
        PERCENT(""),
        LATCH(".latch"),
        HEADER(".header"),
        STAMP(".stamp");

        private final String suffix;

        Entry(String suffix) {
            this.suffix = suffix;
        }
    }

    static final String OPEN = "open";
    static final String HEADER_ON = "on";
    static final String HEADER_OFF = "off";
    private static final String LATCHED = "latched";
    private static final Pattern FOUND = Pattern.compile("found=yes.*?, value=\"([^\"]*)\"");

    static List<String> reads(Router.MapEntry map) {
        List<String> commands = new ArrayList<>();
        for (Entry entry : Entry.values()) {
            commands.add(get(map, entry));
        }
        return commands;
    }

    static MapEntries parse(Router.MapEntry map, List<String> replies) throws Refused {
        Map<Entry, String> values = new EnumMap<>(Entry.class);
        Iterator<String> rest = replies.iterator();
        for (Entry entry : Entry.values()) {
            String reply = rest.next();
            if (!reply.contains("found=")) {
                throw new Refused("map " + map.file() + ": " + reply.strip());
            }
            value(reply).ifPresent(value -> values.put(entry, value));
        }
        return new MapEntries(map, values);
    }

    /** {@code set map} where the entry exists, {@code add map} where it does not: each refuses or doubles in the other case. */
    String put(Entry entry, String value) {
        return (values.containsKey(entry)
                ? set(map, entry, value)
                : "add" + set(map, entry, value).substring(3));
    }

    static String get(Router.MapEntry map, Entry entry) {
        return "get map " + map.file() + " " + map.key() + entry.suffix;
    }

    /** The value in the reply to {@code get map}; empty when the key isn't there. */
    static Optional<String> value(String reply) {
        Matcher found = FOUND.matcher(reply);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    static String set(Router.MapEntry map, Entry entry, String value) {
        return "set map " + map.file() + " " + map.key() + entry.suffix + " " + value;
    }

    String latchText() {
        return values.getOrDefault(Entry.LATCH, OPEN);
    }

    boolean latched() {
        return latchText().startsWith(LATCHED);
    }

    /** Under which stamp it is latched; empty too when somebody latched it by hand, with a text of their own. */
    Optional<Stamp> latch() {
        return latched()
                ? StampText.parse(latchText().substring(LATCHED.length()).replaceFirst("^:", ""))
                : Optional.empty();
    }

    Optional<Stamp> stamp() {
        return StampText.parse(values.getOrDefault(Entry.STAMP, ""));
    }

    boolean headerOn() {
        return HEADER_ON.equals(values.get(Entry.HEADER));
    }

    static String latchText(Stamp stamp) {
        return LATCHED + ":" + StampText.of(stamp);
    }
}
