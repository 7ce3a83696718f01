package dev.sluice.traffic.httprouter;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.httprouter.AdminClient.Tagged;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A proxy that implements docs/http-router-contract.md. Share, latch and stamp are one document, so that every write is
 * one compare-and-set: when somebody else was faster it is read and decided again at once, not at the next tick. Every
 * operation ends within the limit (1 s unless said otherwise).
 */
public final class HttpRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int TRIES_MAX = 8;
    private final AdminClient client;
    private final Router.Http plan;
    private final Duration limit;

    /** The client is the caller's: shared by all routers, never closed here, and it must not follow redirects. */
    public HttpRouter(Router.Http plan, Function<SecretRef, String> secrets, HttpClient client) {
        this(plan, secrets, client, LIMIT);
    }

    public HttpRouter(Router.Http plan, Function<SecretRef, String> secrets, HttpClient client, Duration limit) {
        this.client = new AdminClient(client, plan, secrets);
        this.plan = plan;
        this.limit = limit;
    }

    @Override
    public List<String> writes(Split split) {
        if (!split.candidate().wholePercent()) {
            return List.of("# nothing, it is refused: " + wholePercentOnly(split));
        }
        String match = split.header()
                .map(header -> "{\"name\":\"" + header.name() + "\",\"value\":\"" + header.value() + "\"}")
                .orElse("null");
        return List.of("PUT " + plan.url() + "/split {\"candidatePercent\":"
                + split.candidate().percent() + ",\"headerMatch\":" + match
                + ",\"latchedBy\":null,\"stamp\":{\"rollout\":\"<rollout>\",\"version\":<version>,\"epoch\":<epoch>}}");
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        if (!split.candidate().wholePercent()) {
            throw new Refused(wholePercentOnly(split));
        }
        long end = System.nanoTime() + limit.toNanos();
        SplitDocument wanted =
                new SplitDocument(split.candidate().percent(), split.header(), Optional.empty(), Optional.of(stamp));
        SplitDocument after = replace(end, standing -> {
            if (standing.latchedBy().isPresent() && standing.latch().isEmpty()) {
                throw new Refused("somebody latched it by hand (latchedBy '"
                        + standing.latchedBy().get() + "'): set it to null first");
            }
            refuse(Fence.againstShift(stamp, standing.stamp(), standing.latch()));
            return wanted;
        });
        refuse(Fence.againstShift(stamp, after.stamp(), after.latch()));
        if (!after.effective().equals(split.candidate()) || !after.header().equals(split.header())) {
            throw new Refused("wrote " + wanted.json() + ", reads back " + after.json());
        }
        return observed(after, client.counts(left(end)));
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        long end = System.nanoTime() + limit.toNanos();
        SplitDocument after = replace(end, standing -> {
            refuse(Fence.againstRestore(stamp, standing.stamp(), standing.latch()));
            Stamp left = Fence.afterRestore(stamp, standing.stamp());
            return new SplitDocument(
                    0, Optional.empty(), Optional.of(stamp.rollout().text()), Optional.of(left));
        });
        if (!after.effective().equals(Weight.ZERO)) {
            throw new Refused("wrote 0% and a latch, reads back " + after.json());
        }
        // Without the counts: a restore waits for nothing that it doesn't need.
        return observed(after, Optional.empty());
    }

    @Override
    public Observed observe() throws RouterFailure {
        long end = System.nanoTime() + limit.toNanos();
        return observed(client.split(left(end)).split(), client.counts(left(end)));
    }

    /**
     * The right to write is asked for with the split that stands there, under a tag that can't be: the contract has a
     * router look at the right first, then at the tag. One that looks at neither gets what it has.
     */
    @Override
    public List<Right> rights() throws RouterFailure {
        long end = System.nanoTime() + limit.toNanos();
        Tagged standing = client.split(left(end));
        int status =
                client.replaceUnderNoTag("\"sluice-doctor-" + UUID.randomUUID() + "\"", standing.text(), left(end));
        String answered = "a PUT under a tag that can't be is answered " + status;
        return List.of(
                new Right("read", Right.Answer.HELD, "GET /split is answered 200"),
                switch (status) {
                    case 412 -> new Right("write", Right.Answer.HELD, answered);
                    case 401, 403 -> new Right("write", Right.Answer.MISSING, answered);
                    case 200, 204 ->
                        new Right("write", Right.Answer.UNKNOWN, answered + ": it does not compare, expected 412");
                    default -> new Right("write", Right.Answer.UNKNOWN, answered + ", expected 412");
                });
    }

    /** By the contract the router does it itself, a moment after it was latched; it tells of no connections. */
    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        return observe();
    }

    /** The client belongs to the caller. */
    @Override
    public void close() {}

    /** What to write over what stands there, or a failure. */
    @FunctionalInterface
    private interface Decision {
        SplitDocument over(SplitDocument standing) throws RouterFailure;
    }

    /** Reads, decides, replaces; again when somebody was faster or a kept connection was dead. Returns what reads back. */
    private SplitDocument replace(long end, Decision decision) throws RouterFailure {
        for (int tries = 1; ; tries++) {
            Tagged standing = client.split(left(end));
            SplitDocument wanted = decision.over(standing.split());
            try {
                if (client.replace(standing.etag(), wanted, left(end))) {
                    return client.split(left(end)).split();
                }
            } catch (Unreachable e) {
                if (tries > 1
                        || Thread.currentThread().isInterrupted()
                        || left(end).isNegative()) {
                    throw e;
                }
            }
            if (tries == TRIES_MAX) {
                throw new Unreachable(
                        plan.url() + "/split was changed by somebody else " + tries + " times in a row",
                        new IOException("status 412"));
            }
        }
    }

    private static void refuse(Optional<RouterFailure> forbidden) throws RouterFailure {
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    private static Observed observed(SplitDocument split, Optional<Observed.Counts> counts) {
        return new Observed(
                split.effective(),
                split.stamp(),
                split.latch(),
                counts,
                0,
                split.latchedBy().isPresent());
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    private static String wholePercentOnly(Split split) {
        return split.candidate() + " is not a whole percent, which is all that candidatePercent can hold";
    }
}
