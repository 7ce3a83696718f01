package dev.sluice.simulation.world;

import dev.sluice.simulation.kernel.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong in a world, drawn before it begins.
 *
 * @param badFrom when the candidate turns bad, if it does
 */
record Script(Optional<Duration> badFrom, List<Act> acts) {
    private static final List<Fault> CALM = List.of(
            Fault.KILL,
            Fault.KILL_AT_STEP,
            Fault.PAUSE,
            Fault.CUT_OFF,
            Fault.MOVE,
            Fault.BROKER_GONE,
            Fault.BROKER_LOSES_ANSWERS,
            Fault.BROKER_SLOW,
            Fault.BROKER_DUPLICATES);
    private static final List<Fault> SINGLE = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.SOURCES_LIE)));
    private static final List<Fault> ALL = List.of(Fault.values());
    private static final Duration OUTAGE = Duration.ofSeconds(11);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A fault, from when on, and for how long. */
    record Act(Fault fault, Duration at, Duration time) {}

    Script {
        acts = List.copyOf(acts);
    }

    static Script drawn(Mode mode, Dice dice) {
        return switch (mode) {
            case CALM -> calm(dice);
            case BREACH -> breach(dice);
            case CHAOS -> chaos(dice);
        };
    }

    private static Duration seconds(Dice dice, int least, int most) {
        return dice.between(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    private static Script calm(Dice dice) {
        List<Act> acts = new ArrayList<>();
        acts.add(new Act(dice.pick(CALM), seconds(dice, 2, 24), dice.between(Duration.ofMillis(200), OUTAGE)));
        if (dice.chance(0.3)) {
            acts.add(new Act(dice.pick(CALM), seconds(dice, 50, 60), dice.between(Duration.ofMillis(200), OUTAGE)));
        }
        return new Script(Optional.empty(), acts);
    }

    private static Script breach(Dice dice) {
        Duration bad = seconds(dice, 2, 24);
        Duration at = bad.plus(seconds(dice, 0, 20)).minusSeconds(8);
        Act act = new Act(
                dice.pick(SINGLE), at.isNegative() ? Duration.ZERO : at, dice.between(Duration.ofMillis(200), LONGEST));
        return new Script(Optional.of(bad), List.of(act));
    }

    private static Script chaos(Dice dice) {
        List<Act> acts = new ArrayList<>();
        int count = dice.between(2, 8);
        for (int each = 0; each < count; each++) {
            acts.add(new Act(
                    dice.pick(ALL), seconds(dice, 1, 60), dice.between(Duration.ofMillis(200), LONGEST.dividedBy(2))));
        }
        return new Script(dice.chance(0.4) ? Optional.of(seconds(dice, 2, 40)) : Optional.empty(), acts);
    }

    /** When the last of it is over. */
    Duration until() {
        return acts.stream()
                .map(act -> act.at().plus(act.time()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
