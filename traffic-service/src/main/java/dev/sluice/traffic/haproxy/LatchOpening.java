package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.traffic.haproxy.MapEntries.Entry;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * Opens the latch of an earlier rollout without undoing a restore that comes at the same moment. HAProxy has no
 * compare-and-set, so the order of commands stands in for it. Whoever restores writes the latch, then the stamp, then
 * reads the latch back. Here our stamp is written first; then the latch is read and opened by two commands of one line;
 * then the stamp is read. A restore in between is noticed, depending on when it wrote its latch:
 *
 * <ul>
 *   <li>before our reading: we see it, and put it back;
 *   <li>after our opening: it stands;
 *   <li>between the two: its stamp comes after ours. Either we read that stamp and latch again, or its stamp and its own
 *       reading of the latch come after our opening, and it latches again itself.
 * </ul>
 *
 * While this goes on the candidate's share is 0: no request meets an open latch and a share.
 */
record LatchOpening(Router.MapEntry map, Stamp stamp) {
    /** Carries out commands and reads everything back. */
    @FunctionalInterface
    interface Steps {
        Reading step(List<String> commands) throws RouterFailure;
    }

    /** What stands after the opening. {@code closing} writes our stamp and takes share and header match to nothing. */
    Reading open(Reading now, List<String> closing, Steps steps) throws RouterFailure {
        String expected = now.latchText();
        Reading closed = steps.step(closing);
        if (!closed.latchText().equals(expected)) {
            throw other(closed);
        }
        Reading opened = steps.step(
                List.of(MapEntries.get(map, Entry.LATCH), MapEntries.set(map, Entry.LATCH, MapEntries.OPEN)));
        String replaced = MapEntries.value(opened.answers().getFirst()).orElse(MapEntries.OPEN);
        if (!replaced.equals(expected)) {
            throw other(steps.step(List.of(MapEntries.set(map, Entry.LATCH, replaced))));
        }
        if (!opened.stamp().equals(Optional.of(stamp))) {
            Reading again = steps.step(List.of());
            // The earlier rollout's latch, not one of the new stamp's rollout: that one may be shifting by right.
            throw other(again.latched() ? again : steps.step(List.of(MapEntries.set(map, Entry.LATCH, expected))));
        }
        return opened;
    }

    private RouterFailure other(Reading reading) {
        Optional<RouterFailure> forbidden = Fence.againstShift(stamp, reading.stamp(), reading.latch());
        return forbidden.orElseGet(
                () -> new Refused("somebody else writes to the entries of " + map.key() + " at the same time"));
    }
}
