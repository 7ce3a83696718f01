package dev.sluice.simulation.process;

import dev.sluice.events.wire.Topics;

/** Which of the four services a process is. */
public enum Kind {
    TRAFFIC("traffic", Topics.COMMANDS),
    HEALTH("health", Topics.ROLLOUTS),
    ROLLBACK("rollback", Topics.ROLLOUTS),
    NOTIFIER("notifier", Topics.ROLLOUTS);

    private final String word;
    private final String owned;

    Kind(String word, String owned) {
        this.word = word;
        this.owned = owned;
    }

    public String word() {
        return word;
    }

    /** The topic by which its group divides the partitions. */
    public String owned() {
        return owned;
    }
}
