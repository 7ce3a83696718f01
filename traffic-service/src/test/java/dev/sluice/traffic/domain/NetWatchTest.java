package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.breached;
import static dev.sluice.traffic.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Breach;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.RolloutState;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetWatchTest {
    private static final RolloutState OBSERVING = Moment.OBSERVING.story().rollout();
    private static final RolloutState HELD = Moment.HELD.story().rollout();
    private static final long START = ms(1_000_000);

    /** The last pulse came at 0 with a verdict of this age, judged with this period: what happens when. */
    @ParameterizedTest(name = "age {0} ms, period {1} ms: hold at {2} ms, restore at {3} ms")
    @CsvSource({
        "0, 10000, 12000, 22000",
        "1000, 1000, 12000, 22000",
        "10000, 10000, 12000, 22000",
        "3000, 1000, 10000, 20000",
        "14000, 10000, 8000, 18000",
        "0, 200, 12000, 22000"
    })
    void aVerdictIsStaleByAsMuchAsItIsOverdue(long ageMs, long periodMs, long holdAt, long restoreAt) {
        NetWatch net = NetWatch.from(START - ms(60_000)).beat(beat(ageMs, periodMs), START);
        assertThat(action(net, OBSERVING, holdAt - 1)).isEmpty();
        assertThat(action(net, OBSERVING, holdAt)).contains(NetAction.HOLD);
        assertThat(action(net, HELD, restoreAt - 1)).isEmpty();
        assertThat(action(net, HELD, restoreAt)).contains(NetAction.RESTORE);
    }

    @Test
    void anOlderVerdictNeverTakesFreshnessBack() {
        NetWatch net = NetWatch.from(START)
                .beat(beat(0, 1_000), START + ms(2_000))
                .beat(beat(60_000, 1_000), START + ms(4_000));
        assertThat(action(net, OBSERVING, 13_999)).isEmpty();
        assertThat(action(net, OBSERVING, 14_000)).contains(NetAction.HOLD);
    }

    @Test
    void anOutageOfLessThanTwelveSecondsChangesNothing() {
        NetWatch net = NetWatch.from(START);
        for (long at = 0; at < 60_000; at += 11_900) {
            net = net.beat(beat(900, 1_000), START + ms(at));
            assertThat(action(net, OBSERVING, at + 11_899)).isEmpty();
        }
    }

    /** A candidate that turned bad while the broker was away must not have completed on what was known before. */
    @Test
    void whatLetsTheWayBackGoIsFresherThanWhatMovesUp() {
        NetWatch net = NetWatch.from(START - ms(60_000)).beat(beat(500, 1_000), START);
        assertThat(net.watched(OBSERVING, START + ms(3_999))).isTrue();
        assertThat(net.watched(OBSERVING, START + ms(4_000))).isFalse();
        assertThat(action(net, OBSERVING, 4_000)).isEmpty();
        assertThat(NetWatch.from(START).watched(OBSERVING, START)).isFalse();
    }

    @Test
    void aHoldIsReleasedByAFreshVerdictAndNotSooner() {
        NetWatch net = NetWatch.from(START);
        assertThat(action(net, HELD, 15_000)).isEmpty();
        NetWatch stale = net.beat(beat(14_000, 1_000), START + ms(15_000));
        assertThat(action(stale, HELD, 15_000)).isEmpty();
        NetWatch fresh = net.beat(beat(500, 1_000), START + ms(15_000));
        assertThat(action(fresh, HELD, 15_000)).contains(NetAction.RELEASE);
    }

    @Test
    void thePlansOwnLimitsCountAndNoSpeedupScalesThem() {
        Story story = Story.given(Samples.requested(plan("speedup: 1000x", "safetyNet: {hold: 6s, restore: 9s}")));
        RolloutState rollout = story.untilQuiet().rollout();
        NetWatch net = NetWatch.from(START);
        assertThat(action(net, rollout, 5_999)).isEmpty();
        assertThat(action(net, rollout, 6_000)).contains(NetAction.HOLD);
        assertThat(action(net, rollout, 9_000)).contains(NetAction.RESTORE);
    }

    @Test
    void aBreachInThePulseIsGivenFiveSecondsFromWhenItFired() {
        NetWatch net = NetWatch.from(START - ms(60_000)).beat(breach(1_500, Reaction.ROLLBACK), START);
        assertThat(action(net, OBSERVING, 3_499)).isEmpty();
        assertThat(action(net, OBSERVING, 3_500)).contains(NetAction.RESTORE);
        NetWatch repeated = net.beat(breach(200, Reaction.ROLLBACK), START + ms(2_000));
        assertThat(action(repeated, OBSERVING, 3_500)).contains(NetAction.RESTORE);
    }

    @Test
    void aBreachThatEndedOrIsMilderArmsNothing() {
        NetWatch ended =
                NetWatch.from(START).beat(breach(0, Reaction.ROLLBACK), START).beat(beat(0, 1_000), START + ms(2_000));
        assertThat(action(ended, OBSERVING, 6_000)).isEmpty();
        NetWatch milder = NetWatch.from(START).beat(breach(0, Reaction.PAUSE), START);
        assertThat(action(milder, OBSERVING, 6_000)).isEmpty();
    }

    @Test
    void aBreachInTheJournalArmsItWithoutAnyPulse() {
        RolloutState breached =
                Moment.OBSERVING.story().and(breached(4, Reaction.ROLLBACK)).rollout();
        NetWatch net = NetWatch.from(START).journal(breached, START).journal(breached, START + ms(4_000));
        assertThat(action(net, breached, 4_999)).isEmpty();
        assertThat(net.check(breached, START + ms(5_000)).map(Input.NetActs::reason))
                .contains(NetReason.BREACH_UNANSWERED);
    }

    @Test
    void aFailedStageThatNobodyRollsBackIsRestoredThoughPulsesAreHealthy() {
        RolloutState failing = Moment.FAILING.story().rollout();
        NetWatch net = NetWatch.from(START);
        for (long at = 0; at <= 5_000; at += 500) {
            net = at % 2_000 == 0 ? net.beat(beat(0, 1_000), START + ms(at)) : net;
            net = net.journal(failing, START + ms(at));
            assertThat(action(net, failing, at))
                    .isEqualTo(at < 5_000 ? Optional.empty() : Optional.of(NetAction.RESTORE));
        }
    }

    @Test
    void aBreachThatTheJournalTakesBackIsForgotten() {
        RolloutState breached =
                Moment.OBSERVING.story().and(breached(4, Reaction.ROLLBACK)).rollout();
        NetWatch net = NetWatch.from(START).journal(breached, START).journal(OBSERVING, START + ms(1_000));
        assertThat(action(net, OBSERVING, 6_000)).isEmpty();
    }

    @Test
    void afterASleepEverythingCountsFromZero() {
        NetWatch net = NetWatch.from(START)
                .beat(breach(0, Reaction.ROLLBACK), START)
                .journal(Moment.FAILING.story().rollout(), START)
                .restarted(START + ms(90_000));
        assertThat(action(net, OBSERVING, 94_999)).isEmpty();
        assertThat(action(net, OBSERVING, 95_000)).contains(NetAction.RESTORE);
        NetWatch quiet = NetWatch.from(START).restarted(START + ms(90_000));
        assertThat(action(quiet, OBSERVING, 101_999)).isEmpty();
        assertThat(action(quiet, OBSERVING, 102_000)).contains(NetAction.HOLD);
    }

    @Test
    void afterATakeOverAnOldVerdictAndAnOldBreachCountFromZero() {
        NetWatch net = NetWatch.from(START).beat(beat(600_000, 1_000), START + ms(1_000));
        assertThat(action(net, OBSERVING, 11_999)).isEmpty();
        NetWatch breach = NetWatch.from(START).beat(breach(600_000, Reaction.ROLLBACK), START + ms(1_000));
        assertThat(action(breach, OBSERVING, 4_999)).isEmpty();
        assertThat(action(breach, OBSERVING, 5_000)).contains(NetAction.RESTORE);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void itActsOnlyWhileTheCandidateMayHaveTraffic(Moment moment) {
        Optional<RolloutState> open = moment.story().state().open();
        boolean armed = open.isPresent() && open.get().exposed() && (moment.goingUp() || moment == Moment.FAILING);
        Optional<NetAction> action = open.flatMap(rollout -> action(NetWatch.from(START), rollout, 22_000));
        assertThat(action.isPresent()).isEqualTo(armed);
        assertThat(armed)
                .isEqualTo(
                        switch (moment) {
                            case SHIFTING, OBSERVING, BETWEEN, PAUSED, HELD, FAILING -> true;
                            case REQUESTED, READY, ABORTING, RESTORING, RESTORED, COMPLETED, ABORTED -> false;
                        });
    }

    @Test
    void itsWordIsDecidedIntoItsEvent() {
        Input.NetActs word =
                NetWatch.from(START).check(OBSERVING, START + ms(22_000)).orElseThrow();
        Moment.OBSERVING
                .story()
                .when(word)
                .then(new Lifecycle.SafetyNetUsed(
                        ROLLOUT, NetAction.RESTORE, NetReason.VERDICTS_STALE, "no fresh verdict for 22s"));
    }

    @Test
    void saysWhatWasNotKnown() {
        String unknown = "error-rate = no data (bound > 1%): the query gives no series";
        NetWatch net = NetWatch.from(START)
                .beat(
                        new Beat(ROLLOUT, 4, Verdict.UNKNOWN, 21_000, 1_000, Optional.empty(), Optional.of(unknown)),
                        START + ms(20_000));

        assertThat(net.check(Moment.OBSERVING.story().rollout(), START + ms(22_000)))
                .map(Input.NetActs::detail)
                .contains("no fresh verdict for 22s: " + unknown);
        assertThat(net.beat(beat(0, 1_000), START + ms(23_000))
                        .check(Moment.OBSERVING.story().rollout(), START + ms(46_000)))
                .map(Input.NetActs::detail)
                .contains("no fresh verdict for 22s");
    }

    private static Optional<NetAction> action(NetWatch net, RolloutState rollout, long atMs) {
        return net.check(rollout, START + ms(atMs)).map(Input.NetActs::action);
    }

    private static Beat beat(long ageMs, long periodMs) {
        return new Beat(ROLLOUT, 4, Verdict.HEALTHY, ageMs, periodMs, Optional.empty(), Optional.empty());
    }

    private static Beat breach(long ageMs, Reaction reaction) {
        Breach breach = new Breach(Samples.ERROR_RATE, reaction, ageMs);
        return new Beat(ROLLOUT, 4, Verdict.UNHEALTHY, 0, 1_000, Optional.of(breach), Optional.empty());
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
