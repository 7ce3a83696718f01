package dev.sluice.traffic.readback;

import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Shifts and restores at a router without compare-and-set: what stands there is read, the {@link Fence} asked, written,
 * and read back until it agrees or the limit has passed, since some routers answer with what was there a moment ago.
 *
 * <p>Between reading and writing somebody else may write. What is read back tells most of it: a shift that finds a latch of
 * its rollout takes its share back and fails as if it had read the latch first; a shift over which an earlier owner wrote
 * is written again; a restore is written until it stands. Not seen is a write that this one covered whole. Its owner reads
 * it back, at once and then every second, and writes again: so for at most about a second two owners may disagree.
 *
 * @param <S> what is read at the router
 */
public final class ReadBack<S extends Standing> {
    private static final int WRITES_MAX = 4;
    private static final Duration PAUSE_MAX = Duration.ofMillis(200);
    private final Place<S> place;
    private final Duration firstPause;

    /**
     * Operations at one place.
     *
     * @param firstPause before it is read again when it doesn't agree yet; then twice that, up to 200 ms
     */
    public ReadBack(Place<S> place, Duration firstPause) {
        this.place = place;
        this.firstPause = firstPause;
    }

    /** As {@link dev.sluice.traffic.port.TrafficRouter#shift}; the deadline is that of the caller's whole operation. */
    public S shift(Split split, Stamp stamp, Deadline deadline) throws RouterFailure {
        S before = place.read(deadline);
        mayShift(stamp, before);
        place.shift(before, split, stamp, deadline);
        Duration pause = firstPause;
        for (int writes = 1; ; ) {
            S after = place.read(deadline);
            boolean ours = after.stamp().equals(Optional.of(stamp));
            if (ours && !after.latched() && after.shows(split)) {
                return after;
            }
            standDown(stamp, after, deadline);
            boolean overwritten = !ours && !after.stamp().equals(before.stamp());
            if (overwritten && writes < WRITES_MAX) {
                place.shift(after, split, stamp, deadline);
                before = after;
                writes++;
                continue;
            }
            pause = pause(pause, deadline, ours, split.candidate() + " under " + StampText.of(stamp), after);
        }
    }

    /** As {@link dev.sluice.traffic.port.TrafficRouter#restore}. */
    public S restore(Stamp stamp, Deadline deadline) throws RouterFailure {
        S standing = place.read(deadline);
        Duration pause = firstPause;
        while (true) {
            refuse(Fence.againstRestore(stamp, standing.stamp(), standing.latch()));
            Stamp left = Fence.afterRestore(stamp, standing.stamp());
            place.restore(standing, left, deadline);
            S after = place.read(deadline);
            boolean ours = after.latch()
                    .filter(latch -> latch.rollout().equals(stamp.rollout()))
                    .isPresent();
            if (ours && after.restored()) {
                return after;
            }
            pause = pause(pause, deadline, ours, "0% and a latch under " + StampText.of(left), after);
            standing = after;
        }
    }

    /** What stands there, if connections to the candidate may be ended. */
    public S beforeSever(Stamp stamp, Deadline deadline) throws RouterFailure {
        S standing = place.read(deadline);
        refuse(Fence.againstRestore(stamp, standing.stamp(), standing.latch()));
        return standing;
    }

    private static void mayShift(Stamp stamp, Standing standing) throws RouterFailure {
        refuse(Fence.againstShift(stamp, standing.stamp(), standing.latch()));
        if (standing.latched() && standing.latch().isEmpty()) {
            throw new Refused("somebody latched it by hand: remove that latch first, which reads " + standing);
        }
    }

    /** Ends a shift that should not have been written, and takes its share back where a latch says so. */
    private void standDown(Stamp stamp, S after, Deadline deadline) throws RouterFailure {
        Optional<RouterFailure> forbidden = Fence.againstShift(stamp, after.stamp(), after.latch());
        if (forbidden.isPresent() && after.latch().isPresent() && !after.restored()) {
            place.restore(after, after.latch().get(), deadline);
        }
        refuse(forbidden);
    }

    private static void refuse(Optional<RouterFailure> forbidden) throws RouterFailure {
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    /** Waits a little; fails when the limit has passed: refused when our own stamp stands over something else. */
    private Duration pause(Duration pause, Deadline deadline, boolean ours, String wrote, S after)
            throws RouterFailure {
        Duration rest = deadline.left();
        if (!rest.minus(pause).isPositive()) {
            String said = "wrote " + wrote + ", still reads back " + after;
            throw ours ? new Refused(said) : new Unreachable(said, new IOException("not read back"));
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted before " + wrote + " was read back", e);
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : next;
    }
}
