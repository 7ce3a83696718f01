package dev.sluice.bench;

import dev.sluice.events.value.Target;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * From the moment at which a metric turns bad to the moment at which a consumer of the journal has MetricsBreached. Both
 * are of one clock. The trigger only alerts, so one rollout breaches and recovers many times.
 *
 * <p>Who reads the metrics and who evaluates the triggers keep their distance from each other for as long as a stage is
 * watched. A pause and a resume begin the evaluation anew, at another distance: that is done every few runs.
 */
final class BreachToJournal {
    static final Target TARGET = Target.parse("bench/app");
    private static final String PLAN = """
            target: bench/app
            version: "2"
            routers:
              - name: edge
                type: haproxy
                address: tcp://127.0.0.1:%d
                percent: {stableBackend: app_stable, candidateBackend: app_candidate}
                map: {file: "%s", key: app}
            sources: [%s]
            metrics:
              - {name: errors, source: app, unit: ratio, read: %s}
              - {name: calm, source: app, unit: ratio, read: %s}
            stages:
              - {name: half, weight: 50%%, duration: 12h}
              - {name: all, weight: 100%%, duration: 1m}
            validation: {checks: [{metric: calm, expect: "< 1%%"}]}
            triggers:
              every: 200ms
              list:
                - {metric: errors, when: "> 1%%", reaction: alert}
                - {metric: calm, when: "> 1%%", reaction: rollback}
            """;
    private static final String BREACHED = "dev.sluice.metrics.breached.v1";
    private static final String RECOVERED = "dev.sluice.health.recovered.v1";
    private static final int RUNS_AT_ONE_DISTANCE = 10;
    private final Rollouts rollouts;
    private final Haproxy haproxy;
    private final String bootstrap;
    /** Seeded, so that two benchmarks turn the metric at the same moments. */
    private final Random random = new Random(5);

    /**
     * What was measured.
     *
     * @param firstReads from the turn to the first time that the page was read by anyone
     */
    record Measured(Sample breaches, Sample firstReads) {}

    BreachToJournal(Rollouts rollouts, Haproxy haproxy, String bootstrap) {
        this.rollouts = rollouts;
        this.haproxy = haproxy;
        this.bootstrap = bootstrap;
    }

    Measured measure(Feed feed, int warmUp, int runs) throws IOException, InterruptedException, ExecutionException {
        feed.begin();
        try (JournalTail journal = new JournalTail(bootstrap, TARGET)) {
            String rollout = rollouts.start(PLAN.formatted(
                    haproxy.adminPort(), haproxy.map(), feed.source(), feed.read("errors"), feed.read("calm")));
            rollouts.await(rollout, detail -> detail.path("phase").asText().equals("observing"));
            long[] breaches = new long[runs];
            long[] reads = new long[runs];
            for (int i = -warmUp; i < runs; i++) {
                if (i % RUNS_AT_ONE_DISTANCE == 0) {
                    beginAnew(rollout);
                }
                long bad = turn(feed, true);
                long breached = journal.await(BREACHED);
                long read = feed.firstReadNanos();
                turn(feed, false);
                journal.await(RECOVERED);
                if (i >= 0) {
                    breaches[i] = breached - bad;
                    reads[i] = read - bad;
                }
            }
            end(rollout);
            return new Measured(new Sample(breaches), new Sample(reads));
        }
    }

    /** Turns the metric at a random moment of the period of whoever reads it. */
    private long turn(Feed feed, boolean bad) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(feed.periodMs() * 1000));
        return feed.turn(bad);
    }

    private void beginAnew(String rollout) throws IOException, InterruptedException {
        rollouts.steer(rollout, "pause");
        rollouts.await(rollout, detail -> detail.path("paused").asBoolean());
        TimeUnit.MICROSECONDS.sleep(random.nextInt(200_000));
        rollouts.steer(rollout, "resume");
        rollouts.await(rollout, detail -> !detail.path("paused").asBoolean());
    }

    private void end(String rollout) throws IOException, InterruptedException {
        rollouts.steer(rollout, "abort");
        rollouts.await(rollout, detail -> !detail.path("outcome").asText().isEmpty());
    }
}
