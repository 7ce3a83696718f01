package dev.sluice.events.wire;

import java.util.List;

/** The names of the topics, as deploy/kafka/topics.yaml declares them. */
public final class Topics {
    public static final String COMMANDS = "sluice.commands";
    public static final String ROLLOUTS = "sluice.rollouts";
    public static final String TARGETS = "sluice.targets";
    public static final String MEASUREMENTS = "sluice.measurements";
    public static final String METRICS = "sluice.metrics";
    public static final String ALERTS = "sluice.alerts";
    public static final String DEAD_LETTERS = "sluice.dead-letters";
    public static final List<String> ALL =
            List.of(COMMANDS, ROLLOUTS, TARGETS, MEASUREMENTS, METRICS, ALERTS, DEAD_LETTERS);

    private Topics() {}
}
