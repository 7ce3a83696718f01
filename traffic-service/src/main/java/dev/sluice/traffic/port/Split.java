package dev.sluice.traffic.port;

import dev.sluice.events.plan.Affinity;
import dev.sluice.events.plan.CookieMatch;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.value.Weight;
import java.util.Optional;

/**
 * How traffic shall be divided: the candidate's share, the header and the cookie whose requests go to it whatever the
 * share, the share of stable's requests that it gets copies of, and whether clients are kept where they were sent first.
 * A plan asks a router for no more than it can do.
 */
public record Split(
        Weight candidate,
        Optional<HeaderMatch> header,
        Optional<CookieMatch> cookie,
        Optional<Weight> mirror,
        Optional<Affinity> affinity) {
    public static Split of(Weight candidate) {
        return new Split(candidate, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Split of(Weight candidate, HeaderMatch header) {
        return new Split(candidate, Optional.of(header), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What a stage with this share asks of a router. */
    public static Split of(Router router, Weight share, Stage stage) {
        return new Split(router.share(share), stage.header(), stage.cookie(), stage.mirror(), stage.affinity());
    }

    public Split withCandidate(Weight share) {
        return new Split(share, header, cookie, mirror, affinity);
    }
}
