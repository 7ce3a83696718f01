package dev.sluice.system;

import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.load.LoadOptions;
import dev.sluice.demo.router.EmbeddedRouter;
import dev.sluice.demo.router.RouterOptions;
import dev.sluice.demo.router.Upstream;
import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import dev.sluice.events.value.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A target under load: stable and candidate of the sample application behind the demo's router, whose writes are
 * witnessed. What the candidate received is what users were exposed to.
 */
final class Application implements AutoCloseable {
    static final String STABLE = "5.0";
    static final String CANDIDATE = "5.1";
    private static final int PER_SECOND = 60;

    private final Target target;
    private final SampleTarget stable = SampleTarget.start(new TargetOptions(0, STABLE, 1));
    private final SampleTarget candidate = SampleTarget.start(new TargetOptions(0, CANDIDATE, 1));
    private final EmbeddedRouter router = EmbeddedRouter.start(new RouterOptions(
            0,
            0,
            List.of(new Upstream("127.0.0.1", stable.port())),
            List.of(new Upstream("127.0.0.1", candidate.port()))));
    private final RouterWitness witness = new RouterWitness(router.adminPort());
    private final LoadGenerator load = LoadGenerator.start(LoadOptions.constant(url(), PER_SECOND));

    private Application(String name) {
        this.target = new Target("system", name);
    }

    /** A target of that name, served and under load; each test has its own. */
    static Application named(String name) {
        return new Application(name);
    }

    Target target() {
        return target;
    }

    SampleTarget candidate() {
        return candidate;
    }

    RouterWitness router() {
        return witness;
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + router.port() + "/");
    }

    /** A plan with these stages. */
    String plan(Stages stages) {
        return PlanText.of(
                "embedded.yaml",
                Map.of(
                        "target",
                        target.toString(),
                        "candidateVersion",
                        CANDIDATE,
                        "stableVersion",
                        STABLE,
                        "router",
                        "http://127.0.0.1:" + witness.port(),
                        "metrics",
                        "http://127.0.0.1:" + candidate.port() + "/metrics",
                        "public",
                        url().toString(),
                        "stages",
                        stages.toString()));
    }

    /** From now on every request that the candidate gets ends with a 500. */
    void candidateFails() {
        candidate.behave(Behaviour.failing(1, Duration.ZERO));
    }

    /** When the candidate answered a request badly for the first time. */
    Instant firstBad() {
        return instant(candidate.served().firstBad().orElseThrow(() -> new AssertionError("nothing went wrong")));
    }

    /** When the candidate got a request for the last time. */
    Instant lastExposed() {
        return instant(
                candidate.served().lastReceived().orElseThrow(() -> new AssertionError("the candidate got nothing")));
    }

    /** Waits until the candidate got that many more requests. */
    void awaitCandidateRequests(int more) {
        long before = candidate.served().received();
        Wait.until(
                more + " more requests at the candidate of " + target,
                Duration.ofSeconds(30),
                () -> candidate.served().received() >= before + more);
    }

    /** Waits until the candidate got nothing for that long, while the load went on at stable. */
    void awaitCandidateQuiet(Duration quiet, Duration limit) {
        Wait.until("the candidate of " + target + " is left alone", limit, () -> {
            Duration since = Duration.between(lastExposed(), Instant.now());
            long stableSince = stable.served().lastReceived().orElse(0);
            boolean loaded =
                    Duration.between(instant(stableSince), Instant.now()).compareTo(quiet) < 0;
            return loaded && since.compareTo(quiet) >= 0;
        });
    }

    private static Instant instant(long epochMicros) {
        return Instant.EPOCH.plusNanos(epochMicros * 1_000);
    }

    @Override
    public void close() {
        load.close();
        witness.close();
        router.close();
        candidate.close();
        stable.close();
    }
}
