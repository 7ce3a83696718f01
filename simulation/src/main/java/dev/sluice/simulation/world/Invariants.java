package dev.sluice.simulation.world;

import dev.sluice.simulation.invariant.AcceptedIsAnswered;
import dev.sluice.simulation.invariant.AlertsArrive;
import dev.sluice.simulation.invariant.EverythingCanBeRead;
import dev.sluice.simulation.invariant.HealthyCompletes;
import dev.sluice.simulation.invariant.Invariant;
import dev.sluice.simulation.invariant.NeverUpOnTheWayBack;
import dev.sluice.simulation.invariant.NoFlapping;
import dev.sluice.simulation.invariant.NoStageSkippedOrShortened;
import dev.sluice.simulation.invariant.NothingWithTrafficIsShutDown;
import dev.sluice.simulation.invariant.OneActiveRollout;
import dev.sluice.simulation.invariant.OneEnd;
import dev.sluice.simulation.invariant.OnlyWhatTheJournalAsksFor;
import dev.sluice.simulation.invariant.ReadersAgree;
import dev.sluice.simulation.invariant.StableWithin30s;
import dev.sluice.simulation.invariant.StepsInTheirPlace;
import java.util.ArrayList;
import java.util.List;

/** Which invariants a world of each mode is judged by: new ones for each, since they remember. */
final class Invariants {
    private Invariants() {}

    static List<Invariant> of(Mode mode) {
        List<Invariant> all = new ArrayList<>(List.of(
                new EverythingCanBeRead(),
                new NeverUpOnTheWayBack(),
                new NoFlapping(),
                new OnlyWhatTheJournalAsksFor(),
                new NothingWithTrafficIsShutDown(),
                new NoStageSkippedOrShortened(),
                new StepsInTheirPlace(),
                new OneActiveRollout(),
                new OneEnd(),
                new ReadersAgree(),
                new AcceptedIsAnswered(),
                new AlertsArrive()));
        switch (mode) {
            case CALM -> all.add(new HealthyCompletes());
            case BREACH -> all.add(new StableWithin30s());
            case CHAOS -> {}
        }
        return all;
    }
}
