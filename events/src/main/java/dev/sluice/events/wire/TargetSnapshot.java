package dev.sluice.events.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where to begin reading one target's journal, on the compacted {@code sluice.targets}: a cache, never the truth.
 *
 * @param covers the journal offset up to which it stands for the target's history, inclusive
 * @param version the gate before {@code replayFrom}: the version accepted last
 * @param last its id
 * @param replayFrom the offset from which the target must be read: its open rollout's first event, or after {@code covers}
 * @param starts the start keys of seven days and the rollout each one started
 * @param recent where the newest finished rollouts stand in the journal, newest last
 * @param frozen nothing of the target moves up, on somebody's word
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TargetSnapshot(
        Target target,
        long covers,
        long version,
        Optional<EventId> last,
        long replayFrom,
        List<Start> starts,
        List<Past> recent,
        Optional<Freeze> frozen) {
    public TargetSnapshot {
        Require.present("target", target);
        last = Require.orElse(last, Optional.empty());
        starts = Require.listOrEmpty(starts);
        recent = Require.listOrEmpty(recent);
        frozen = Require.orElse(frozen, Optional.empty());
    }

    /** A start that was accepted, so that the same one is recognised. */
    public record Start(StartKey key, RolloutId rollout, String planDigest, Instant at) {
        public Start {
            Require.present("key", key);
            Require.present("rollout", rollout);
            Require.present("planDigest", planDigest);
            Require.present("at", at);
        }
    }

    /** A finished rollout and where its events stand. */
    public record Past(
            RolloutId rollout,
            String version,
            String outcome,
            Instant startedAt,
            Instant endedAt,
            long first,
            long last) {
        public Past {
            Require.present("rollout", rollout);
            Require.present("version", version);
            Require.present("outcome", outcome);
            Require.present("startedAt", startedAt);
            Require.present("endedAt", endedAt);
        }
    }
}
