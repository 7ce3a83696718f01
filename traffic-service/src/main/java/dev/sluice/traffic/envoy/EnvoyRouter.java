package dev.sluice.traffic.envoy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An Envoy by runtime keys on its admin port, with a configuration as deploy/envoy/envoy.yaml has it. A write is one
 * request that changes all its keys at once. Envoy compares nothing ({@link ReadBack} says what that means), but its first
 * route looks at the latch: a share that is written late over a restore serves nobody, and is taken back.
 *
 * <p>Runtime keys are lost at a restart, with stamp and latch: everything goes to stable, which is seen as forgotten.
 * Requests are sent by throwing dice: of n requests at a share p the candidate gets n*p on average, with a standard
 * deviation of sqrt(n*p*(1-p)). 0 % and 100 % are exact. Every operation ends within the limit (1 s unless said otherwise).
 */
public final class EnvoyRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private final EnvoyAdmin admin;
    private final ReadBack<RuntimeKeys> keys;
    private final Router.Envoy plan;
    private final Duration limit;

    /** The client is the caller's: shared by all routers, never closed here, and it must not follow redirects. */
    public EnvoyRouter(Router.Envoy plan, HttpClient client) {
        this(plan, client, LIMIT);
    }

    public EnvoyRouter(Router.Envoy plan, HttpClient client, Duration limit) {
        this.admin = new EnvoyAdmin(client, plan);
        this.keys = new ReadBack<>(admin, FIRST_PAUSE);
        this.plan = plan;
        this.limit = limit;
    }

    @Override
    public List<String> writes(Split split) {
        return obstacle(split)
                .map(obstacle -> List.of("# nothing, it is refused: " + obstacle))
                .orElseGet(() -> List.of("POST " + plan.admin() + "/runtime_modify?"
                        + RuntimeKeys.shift(plan.key(), split, "<rollout>:<version>:<epoch>", false).entrySet().stream()
                                .map(key -> key.getKey() + "=" + key.getValue())
                                .collect(Collectors.joining("&"))));
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        Optional<String> obstacle = obstacle(split);
        if (obstacle.isPresent()) {
            throw new Refused(obstacle.get());
        }
        Deadline deadline = Deadline.after(limit);
        // Asked first: names that are wrong are found before anything is written.
        admin.stats(deadline);
        return observed(keys.shift(split, stamp, deadline), deadline);
    }

    /** Without the counts: a restore waits for nothing that it doesn't need. */
    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        return observed(keys.restore(stamp, Deadline.after(limit)), Optional.empty(), 0);
    }

    /**
     * Envoy ends no connections of one cluster on request: only the configuration does, by {@code max_stream_duration} and
     * {@code idle_timeout} of its routes. So this tells how many are left.
     */
    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        Deadline deadline = Deadline.after(limit);
        RuntimeKeys standing = keys.beforeSever(stamp, deadline);
        if (!standing.share().equals(Weight.ZERO)) {
            throw new Refused("the candidate has " + standing.share() + ": nothing is ended");
        }
        return observed(standing, deadline);
    }

    @Override
    public Observed observe() throws RouterFailure {
        Deadline deadline = Deadline.after(limit);
        return observed(admin.read(deadline), deadline);
    }

    /**
     * Removing a key that was never there changes nothing, and Envoy does it only where its runtime has an admin layer.
     * Whether a route reads the share's key stands in the configuration that is in force.
     */
    @Override
    public List<Right> rights() throws RouterFailure {
        Deadline deadline = Deadline.after(limit);
        admin.read(deadline);
        String share = RuntimeKeys.share(plan.key());
        HttpResponse<String> removed = admin.modification(
                Map.of(RuntimeKeys.unused(plan.key(), UUID.randomUUID().toString()), ""), deadline);
        boolean routed = admin.configuration(deadline).contains("\"" + share + "\"");
        return List.of(
                new Right("read", Right.Answer.HELD, "GET /runtime is answered 200"),
                write(removed),
                new Right(
                        "route by " + share,
                        routed ? Right.Answer.HELD : Right.Answer.MISSING,
                        (routed ? "the configuration names it" : "the configuration doesn't name it")
                                + ", see deploy/envoy/envoy.yaml"));
    }

    private static Right write(HttpResponse<String> removed) {
        String answered = "removing a key that isn't there is answered " + removed.statusCode();
        return switch (removed.statusCode()) {
            case 200 -> new Right("write", Right.Answer.HELD, answered);
            case 401, 403, 404, 405, 503 ->
                new Right(
                        "write",
                        Right.Answer.MISSING,
                        answered + ": " + removed.body().strip());
            default -> new Right("write", Right.Answer.UNKNOWN, answered);
        };
    }

    /** The client belongs to the caller. */
    @Override
    public void close() {}

    private Optional<String> obstacle(Split split) {
        return split.header()
                .filter(match -> !plan.header().equals(Optional.of(match)))
                .map(match -> "Envoy's configuration matches "
                        + plan.header().map(EnvoyRouter::shown).orElse("no header, as the plan's router says")
                        + ", not " + shown(match));
    }

    private static String shown(HeaderMatch match) {
        return match.name() + ": " + match.value();
    }

    private Observed observed(RuntimeKeys standing, Deadline deadline) throws RouterFailure {
        ClusterStats stats = admin.stats(deadline);
        return observed(standing, Optional.of(stats.counts()), stats.open());
    }

    private static Observed observed(RuntimeKeys standing, Optional<Observed.Counts> counts, long open)
            throws RouterFailure {
        return new Observed(standing.share(), standing.stamp(), standing.latch(), counts, open, standing.restored());
    }
}
