package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.haproxy.MapEntries.Entry;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.StampText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A shift that opens an earlier latch, with the whole of a restore between any two of its commands. */
class LatchOpeningTest {
    private static final Router.MapEntry MAP = new Router.MapEntry("shop.map", "shop");
    private static final Stamp EARLIER = new Stamp(new RolloutId("shop-aaaaaaaaaa"), 4, 1);
    private static final Stamp OURS = new Stamp(new RolloutId("shop-bbbbbbbbbb"), 7, 1);
    private static final Stamp RESTORE = new Stamp(OURS.rollout(), 8, 1);
    private final Map<Entry, String> entries = new EnumMap<>(Entry.class);
    private int restoreBefore = -1;
    private int commands;

    @Test
    void undisturbedItIsOpen() throws Exception {
        Reading opened = open();

        assertThat(opened.latched()).isFalse();
        assertThat(opened.stamp()).contains(OURS);
    }

    @Test
    void aRestoreBetweenAnyTwoCommandsKeepsALatch() throws Exception {
        open();
        int undisturbed = commands;
        assertThat(undisturbed).isGreaterThanOrEqualTo(10);
        for (restoreBefore = 0; restoreBefore < undisturbed; restoreBefore++) {
            commands = 0;
            assertThatThrownBy(this::open)
                    .as("before command %d", restoreBefore)
                    .isInstanceOf(RouterFailure.class);
            assertThat(entries.get(Entry.LATCH))
                    .as("before command %d", restoreBefore)
                    .startsWith("latched:");
        }
    }

    private Reading open() throws RouterFailure {
        entries.put(Entry.PERCENT, "50");
        entries.put(Entry.LATCH, MapEntries.latchText(EARLIER));
        entries.put(Entry.STAMP, StampText.of(EARLIER));
        Reading now = new Reading(List.of(), Optional.of(new MapEntries(MAP, new EnumMap<>(entries))), List.of());
        List<String> closing =
                List.of(MapEntries.set(MAP, Entry.STAMP, StampText.of(OURS)), MapEntries.set(MAP, Entry.PERCENT, "0"));
        return new LatchOpening(MAP, OURS).open(now, closing, this::step);
    }

    private Reading step(List<String> line) {
        List<String> answers = new ArrayList<>();
        line.forEach(command -> answers.add(run(command)));
        // The reads of the line's end are commands too: the latch is read before the stamp.
        Map<Entry, String> read = new EnumMap<>(Entry.class);
        for (Entry entry : Entry.values()) {
            MapEntries.value(run(MapEntries.get(MAP, entry))).ifPresent(value -> read.put(entry, value));
        }
        return new Reading(answers, Optional.of(new MapEntries(MAP, read)), List.of());
    }

    private String run(String command) {
        if (commands++ == restoreBefore) {
            entries.put(Entry.LATCH, MapEntries.latchText(RESTORE));
            entries.put(Entry.PERCENT, "0");
            entries.put(Entry.STAMP, StampText.of(RESTORE));
        }
        String[] words = command.split(" ");
        Entry entry = entry(words[3]);
        if (words[0].equals("set")) {
            entries.put(entry, words[4]);
            return "";
        }
        String value = entries.get(entry);
        return value == null ? "found=no" : "found=yes, idx=tree, key=\"k\", value=\"" + value + "\", type=\"str\"";
    }

    private static Entry entry(String key) {
        return switch (key) {
            case "shop.latch" -> Entry.LATCH;
            case "shop.header" -> Entry.HEADER;
            case "shop.stamp" -> Entry.STAMP;
            default -> Entry.PERCENT;
        };
    }
}
