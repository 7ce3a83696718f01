package dev.sluice.cli;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.WireTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Events of one rollout as traffic-service streams them. */
final class Story {
    static final String ID = "checkout-k3v5q2m7pd";
    static final String TARGET = "prod/checkout";
    static final String PLAN = "src/test/resources/plans/good.yaml";
    static final RolloutId ROLLOUT = new RolloutId(ID);
    static final Requester ANN = new Requester("ann", "weekly release");
    static final String EVENTS = "GET /rollouts/" + ID + "/events";
    static final String DETAIL = "GET /rollouts/" + ID;
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    private Story() {}

    static Plan plan() {
        try {
            return PlanReader.read(Files.readAllBytes(Path.of(PLAN)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JournalEvent requested() {
        return new Lifecycle.RolloutRequested(ROLLOUT, new StartKey("key"), ANN, plan());
    }

    static JournalEvent queued() {
        return new Lifecycle.RolloutQueued(ROLLOUT, new StartKey("key"), ANN, plan());
    }

    static JournalEvent stageStarted() {
        return new Lifecycle.StageStarted(ROLLOUT, 0, new Name("canary-start"), Weight.percent(5));
    }

    static JournalEvent switched() {
        return new Lifecycle.TrafficSwitched(
                ROLLOUT,
                0,
                Weight.percent(5),
                List.of(new RouterReadback(
                        new Name("edge"), Weight.percent(5), Optional.of(Weight.parse("4.9%")), 1_200)),
                1_350);
    }

    static JournalEvent completed() {
        return new Lifecycle.RolloutCompleted(ROLLOUT);
    }

    static JournalEvent rolledBack() {
        return new Lifecycle.RolloutRolledBack(ROLLOUT, "error-rate = 2.5% (bound > 0.5%)");
    }

    static JournalEvent aborted() {
        return new Lifecycle.RolloutAborted(ROLLOUT, ANN);
    }

    static JournalEvent failed() {
        return new Lifecycle.RolloutFailed(ROLLOUT, "router edge does not answer");
    }

    static JournalEvent rollbackRequested() {
        return new Fact.RollbackRequested(ROLLOUT, 4, "error-rate", new Requester("rollback-service", ""));
    }

    static JournalEvent restoreStarted(RestoreCause cause, String command) {
        return new Lifecycle.RestoreStarted(ROLLOUT, cause, ANN, new EventId(command));
    }

    static JournalEvent restored(String... routers) {
        List<RouterReadback> readbacks = Stream.of(routers)
                .map(router -> new RouterReadback(new Name(router), Weight.ZERO, Optional.empty(), 900))
                .toList();
        return new Lifecycle.TrafficRestored(ROLLOUT, readbacks, 1_100);
    }

    static JournalEvent refused(String command, String type, RefusalCode code, String detail) {
        return new Lifecycle.CommandRefused(Optional.of(ROLLOUT), new EventId(command), type, code, detail, ANN);
    }

    static JournalEvent decided(String store, String decision, Requester by) {
        return new DataFact.RestoreDecided(
                ROLLOUT,
                9,
                new Name(store),
                decision.equals("skip") ? RestoreDecision.SKIP : RestoreDecision.RESTORE,
                by);
    }

    static JournalEvent paused(String command) {
        return new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.of(new EventId(command)));
    }

    static JournalEvent resumed(String command) {
        return new Lifecycle.RolloutResumed(ROLLOUT, ANN, new EventId(command));
    }

    static JournalEvent promoted(String command, boolean full) {
        return full
                ? new Lifecycle.PromotedFully(ROLLOUT, 0, ANN, new EventId(command))
                : new Lifecycle.GateOpened(ROLLOUT, 0, ANN, new EventId(command));
    }

    /** As the stream sends it, at that offset of partition 3, so many seconds after the start. */
    static String sse(int offset, JournalEvent event) {
        String type = WireTypes.of(event).name();
        String payload = new String(Codec.json(event), StandardCharsets.UTF_8);
        String meta = "{\"id\":\"e" + offset + "\",\"type\":\"" + type + "\",\"target\":\"" + TARGET
                + "\",\"source\":\"/sluice/traffic-service\",\"time\":\"" + START.plusSeconds(offset)
                + "\",\"partition\":3,\"offset\":" + offset + "}";
        return "id: 3:" + offset + "\nevent: " + type + "\ndata: {\"meta\":" + meta + ",\"event\":" + payload + "}\n\n";
    }
}
