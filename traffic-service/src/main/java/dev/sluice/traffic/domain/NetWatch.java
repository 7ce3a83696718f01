package dev.sluice.traffic.domain;

import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.SafetyNet;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.util.Optional;

/**
 * The safety net of one open rollout: how old the newest verdict is, and whether a breach goes unanswered. Times are
 * monotonic nanoseconds of this instance; a new one begins with the moment from which it may count.
 *
 * @param since from when on anything may count
 * @param freshAt when the newest verdict was fresh, as far as this instance can tell
 * @param pulsed since when a breach waits for its rollback, by the pulses
 * @param unknown what the newest pulse said was not known, in a sentence
 * @param written since when a breach or a failed stage does, by the journal; a pulse without a breach takes none of it back
 */
public record NetWatch(
        long since, long freshAt, Optional<Long> pulsed, Optional<String> unknown, Optional<Long> written) {
    static final Duration BREACH_LIMIT = Duration.ofSeconds(5);
    /** A pulse comes every two seconds, and one may be late. */
    static final Duration WATCHED_LIMIT = Duration.ofSeconds(4);

    public static NetWatch from(long nanos) {
        return new NetWatch(nanos, nanos, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** After this instance was asleep or took over: nothing counts that it could not have seen. */
    public NetWatch restarted(long nanos) {
        return new NetWatch(nanos, nanos, pulsed.map(at -> nanos), unknown, written.map(at -> nanos));
    }

    /**
     * A pulse told of the rollout. A verdict counts as fresh for as long as its period is not over; what is older than
     * its period is that much stale.
     */
    public NetWatch beat(Measurement.Beat beat, long nanos) {
        long overdueMs = Math.max(0, beat.ageMs() - beat.periodMs());
        long fresh = Math.max(freshAt, nanos - Duration.ofMillis(overdueMs).toNanos());
        Optional<Long> breach = beat.breach()
                .filter(each -> each.reaction() == Reaction.ROLLBACK)
                .map(each -> pulsed.orElse(
                        Math.max(since, nanos - Duration.ofMillis(each.ageMs()).toNanos())));
        return new NetWatch(since, fresh, breach, beat.unknown(), written);
    }

    /** What the journal says itself: a breach or a failed stage waits for its rollback, or does no more. */
    public NetWatch journal(RolloutState rollout, long nanos) {
        return new NetWatch(
                since,
                freshAt,
                pulsed,
                unknown,
                rollout.awaitsRollback() ? Optional.of(written.orElse(nanos)) : Optional.empty());
    }

    /** What the net does now, if anything. */
    public Optional<Input.NetActs> check(RolloutState rollout, long nanos) {
        boolean mayAct = rollout.goingUp() || rollout.phase() instanceof Phase.Failing;
        if (!mayAct || !rollout.exposed()) {
            return Optional.empty();
        }
        SafetyNet limits = rollout.plan().safetyNet();
        Duration stale = Duration.ofNanos(nanos - freshAt);
        if (unanswered(pulsed, nanos) || unanswered(written, nanos)) {
            return act(
                    rollout,
                    NetAction.RESTORE,
                    NetReason.BREACH_UNANSWERED,
                    "a breach had no rollback request within 5 s");
        }
        if (stale.compareTo(limits.restore().duration()) >= 0) {
            return act(rollout, NetAction.RESTORE, NetReason.VERDICTS_STALE, stale(limits.restore()));
        }
        boolean hold = stale.compareTo(limits.hold().duration()) >= 0;
        if (hold && !rollout.heldByNet()) {
            return act(rollout, NetAction.HOLD, NetReason.VERDICTS_STALE, stale(limits.hold()));
        }
        if (!hold && rollout.heldByNet()) {
            return act(rollout, NetAction.RELEASE, NetReason.VERDICTS_FRESH, "verdicts arrive again");
        }
        return Optional.empty();
    }

    /**
     * Whether a verdict came since anything may count, is fresh enough to let the way back go by, and told of no breach. Less
     * is enough to move up by, which can be taken back: what is decided now may take its time to reach the journal.
     */
    public boolean watched(RolloutState rollout, long nanos) {
        Duration hold = rollout.plan().safetyNet().hold().duration();
        Duration limit = hold.compareTo(WATCHED_LIMIT) < 0 ? hold : WATCHED_LIMIT;
        return freshAt > since && nanos - freshAt < limit.toNanos() && pulsed.isEmpty();
    }

    private String stale(Span limit) {
        return "no fresh verdict for " + limit
                + unknown.map(sentence -> ": " + sentence).orElse("");
    }

    private static boolean unanswered(Optional<Long> breach, long nanos) {
        return breach.filter(at -> nanos - at >= BREACH_LIMIT.toNanos()).isPresent();
    }

    private static Optional<Input.NetActs> act(
            RolloutState rollout, NetAction action, NetReason reason, String detail) {
        return Optional.of(new Input.NetActs(rollout.id(), action, reason, detail));
    }
}
