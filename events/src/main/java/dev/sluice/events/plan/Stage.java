package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * One step up: the candidate's share, how long it is watched there at least, and what else must be true before the next.
 *
 * @param gate whether a person must let the rollout pass at the end of the stage
 * @param header requests with this header go to the candidate during the stage, whatever the share
 * @param cookie requests with this cookie go to the candidate during the stage, whatever the share
 * @param mirror this share of stable's requests is sent to the candidate too, and its answers are thrown away
 * @param affinity keeps a client on the version that it was given first
 * @param checks judged in this stage instead of the plan's; empty means the plan's
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Stage(
        Name name,
        Weight weight,
        Span duration,
        Gate gate,
        Optional<HeaderMatch> header,
        Optional<CookieMatch> cookie,
        Optional<Weight> mirror,
        Optional<Affinity> affinity,
        List<Check> checks) {
    public Stage {
        Require.present("name", name);
        Require.present("weight", weight);
        Require.present("duration", duration);
        gate = Require.orElse(gate, Gate.NONE);
        header = Require.orElse(header, Optional.empty());
        cookie = Require.orElse(cookie, Optional.empty());
        mirror = Require.orElse(mirror, Optional.empty());
        Require.that(mirror.filter(Weight.ZERO::equals).isEmpty(), "mirror", "expected more than 0%, or nothing");
        affinity = Require.orElse(affinity, Optional.empty());
        checks = Require.listOrEmpty(checks);
    }

    public static Stage of(String name, int percent, Span duration) {
        return new Stage(
                new Name(name),
                Weight.percent(percent),
                duration,
                Gate.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
