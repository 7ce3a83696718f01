package dev.sluice.traffic.cloudflare;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.readback.Deadline;
import dev.sluice.traffic.readback.ReadBack;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A load balancer of Cloudflare that steers at random: the weights of two pools, with stamp and latch as a note at the end of
 * its description. Other pools keep their part. Cloudflare compares nothing and may answer with what was there a moment ago
 * ({@link ReadBack} says what follows). The note is one text, so that a shift which comes late over a restore also covers
 * the latch, until it is read back.
 *
 * <p>A split with an affinity turns session affinity by cookie on; one without leaves the load balancer's as it stands. A
 * restore turns it off, whoever turned it on, since it would keep clients at the candidate. Nothing is counted. Every
 * operation ends within the limit (1 s unless said otherwise).
 */
public final class CloudflareRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private final CloudflareApi api;
    private final ReadBack<LoadBalancer> balancer;
    private final CloudRouter.Cloudflare plan;
    private final Duration limit;

    /** The client is the caller's: shared by all routers, never closed here, and it must not follow redirects. */
    public CloudflareRouter(CloudRouter.Cloudflare plan, Function<SecretRef, String> secrets, HttpClient client) {
        this(plan, secrets, client, LIMIT);
    }

    public CloudflareRouter(
            CloudRouter.Cloudflare plan, Function<SecretRef, String> secrets, HttpClient client, Duration limit) {
        this.api = new CloudflareApi(plan, secrets, client);
        this.balancer = new ReadBack<>(api, FIRST_PAUSE);
        this.plan = plan;
        this.limit = limit;
    }

    /** For a load balancer with these two pools alone. */
    @Override
    public List<String> writes(Split split) {
        Optional<String> obstacle = LoadBalancer.obstacle(split);
        if (obstacle.isPresent()) {
            return List.of("# nothing, it is refused: " + obstacle.get());
        }
        int candidate = split.candidate().percent();
        String affinity = split.affinity()
                .map(keeps -> ",\"session_affinity\":\"cookie\",\"session_affinity_ttl\":"
                        + keeps.maxAge().millis() / 1000)
                .orElse("");
        return List.of("PATCH " + CloudflareApi.url(plan) + " {\"random_steering\":{\"pool_weights\":{\""
                + plan.stablePool() + "\":" + LoadBalancer.number(100 - candidate) + ",\"" + plan.candidatePool()
                + "\":" + LoadBalancer.number(candidate)
                + "}},\"description\":\"... [sluice rollout=<rollout> version=<version> epoch=<epoch>]\"" + affinity
                + "}");
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        Optional<String> obstacle = LoadBalancer.obstacle(split);
        if (obstacle.isPresent()) {
            throw new Refused(obstacle.get());
        }
        return observed(balancer.shift(split, stamp, Deadline.after(limit)));
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        return observed(balancer.restore(stamp, Deadline.after(limit)));
    }

    /** Cloudflare ends no connections to a pool on request. */
    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        LoadBalancer standing = balancer.beforeSever(stamp, Deadline.after(limit));
        if (!standing.weights().share().equals(Weight.ZERO)) {
            throw new Refused("the candidate has " + standing.weights().share() + ": nothing is ended");
        }
        return observed(standing);
    }

    @Override
    public Observed observe() throws RouterFailure {
        return observed(api.read(Deadline.after(limit)));
    }

    /** In which order Cloudflare looks at the right and at the body is not said, so that no request proves it. */
    @Override
    public List<Right> rights() throws RouterFailure {
        api.read(Deadline.after(limit));
        return List.of(
                new Right("read", Right.Answer.HELD, "GET of the load balancer is answered 200"),
                new Right(
                        "write",
                        Right.Answer.UNKNOWN,
                        "Cloudflare has no way to ask that changes nothing; the token needs Load Balancers Write"));
    }

    /** The client belongs to the caller. */
    @Override
    public void close() {}

    private static Observed observed(LoadBalancer standing) {
        return new Observed(
                standing.weights().share(),
                standing.stamp(),
                standing.latch(),
                Optional.empty(),
                0,
                standing.restored());
    }
}
