package dev.sluice.traffic.port;

import java.util.Optional;

/**
 * A workload as it was read.
 *
 * @param exists whether there is such a workload at all, with instances or without
 * @param wanted how many instances its supervisor shall keep
 * @param running how many there are, with those that are starting or ending
 * @param ready how many take requests
 * @param claim the stamp of the rollout that wrote to it last
 * @param broken why instances of it won't take requests by themselves, where the supervisor tells
 */
public record Running(
        boolean exists, int wanted, int running, int ready, Optional<Stamp> claim, Optional<String> broken) {
    public static final Running NOTHING = new Running(false, 0, 0, 0, Optional.empty());

    public Running(boolean exists, int wanted, int running, int ready, Optional<Stamp> claim) {
        this(exists, wanted, running, ready, claim, Optional.empty());
    }

    /** Whether at least so many instances are wanted, and all that are wanted take requests. */
    public boolean serves(int least) {
        return exists && wanted >= least && ready >= wanted;
    }

    /** Whether no instance runs and none will be started. */
    public boolean idle() {
        return wanted == 0 && running == 0 && ready == 0;
    }

    /** In words: what is left of it. */
    public String left() {
        if (!exists) {
            return "is not there";
        }
        String instances =
                running == 0 ? "has no instance" : running == 1 ? "has 1 instance" : "has " + running + " instances";
        return instances
                + (ready > 0 ? ", " + ready + " of them ready" : "")
                + (wanted > 0 ? ", and keeps " + wanted : "");
    }
}
