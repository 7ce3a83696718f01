package dev.sluice.simulation;

import dev.sluice.simulation.world.Mode;
import dev.sluice.simulation.world.Outcome;
import dev.sluice.simulation.world.World;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command line of the simulation. */
public final class Simulate {
    private static final Logger QUIET = Logger.getLogger("dev.sluice");

    private Simulate() {}

    public static void main(String[] args) {
        QUIET.setLevel(Level.OFF);
        Outcome outcome = new World(Long.parseLong(args[0]), Mode.valueOf(args[1]), true).run();
        outcome.story().forEach(System.out::println);
        System.out.println(outcome.simulated() + " " + outcome.tasks());
        int n = Integer.parseInt(args[2]);
        for (int round = 0; round < 5; round++) {
            long t = System.nanoTime();
            long tasks = 0;
            for (int i = 0; i < n; i++) {
                tasks += new World(i, Mode.valueOf(args[1]), false).run().tasks();
            }
            System.out.println(n * 1e9 / (System.nanoTime() - t) + " worlds/s, tasks " + tasks / n);
        }
    }
}
