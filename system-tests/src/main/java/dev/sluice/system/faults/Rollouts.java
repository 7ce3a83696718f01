package dev.sluice.system.faults;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Target;
import dev.sluice.system.Api;
import dev.sluice.system.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Brings one target's rollout into its phase, and holds it there by pulling out the cable that its next step needs. */
final class Rollouts {
    private static final Duration SOON = Duration.ofSeconds(45);
    private static final String LONG =
            "{name: some, weight: 50%, duration: 10m}, {name: all, weight: 100%, duration: 10m}";
    private static final String STEP = "{name: few, weight: 25%, duration: 2s}, " + LONG;

    private final Stand stand;
    private final Plane plane;
    private final Phase phase;
    private final Target target;
    private final Api traffic;
    private final String key;
    private String id = "";

    /** @param key tells this rollout of the target from others */
    Rollouts(Stand stand, Phase phase, Target target, Api traffic, String key) {
        this.key = key;
        this.stand = stand;
        this.plane = stand.plane(phase);
        this.phase = phase;
        this.target = target;
        this.traffic = traffic;
    }

    Phase phase() {
        return phase;
    }

    Target target() {
        return target;
    }

    Plane plane() {
        return plane;
    }

    /** As far as it can wait for the others for as long as need be. */
    void approach() {
        switch (phase) {
            case BEFORE, MOVING -> {}
            case OBSERVING, BREACH, RESTORING -> expose(LONG);
            case VERIFYING -> {
                expose(LONG);
                plane.door.pullOut();
                rollBack();
                restored();
            }
            case SHUTDOWN -> {
                expose(LONG);
                stand.workload.cable.pullOut();
                rollBack();
                await("ShutdownRequested", Fact.ShutdownRequested.class);
            }
            case DATA -> {
                expose(LONG);
                int before = stand.writes.cable.accepted();
                stand.writes.cable.pullOut();
                rollBack();
                Wait.until("the pause of writes is under way", SOON, () -> stand.writes.cable.accepted() > before);
            }
        }
    }

    /** The rest of the way, to where it can't be held for long. */
    void arrive() {
        switch (phase) {
            case BEFORE -> {
                stand.stores.cable(phase).pullOut();
                plane.candidateFails();
                start(LONG);
            }
            case MOVING -> {
                start(STEP);
                await("the first switch", Lifecycle.TrafficSwitched.class);
                plane.admin.pullOut();
                stand.journal.await(
                        "the second stage",
                        target,
                        event -> event instanceof Lifecycle.StageStarted started && started.stage() == 1,
                        SOON);
            }
            case RESTORING -> {
                plane.admin.pullOut();
                rollBack();
                await("RollbackRequested", Fact.RollbackRequested.class);
            }
            case BREACH -> {
                plane.admin.pullOut();
                plane.candidateFails();
                await("MetricsBreached", Fact.MetricsBreached.class);
            }
            case OBSERVING, VERIFYING, SHUTDOWN, DATA -> {}
        }
    }

    /** The candidate is bad from now on, in the phases in which it was good so far. */
    void turnBad() {
        if (phase == Phase.MOVING || phase == Phase.OBSERVING) {
            plane.candidateFails();
        }
    }

    /** Ends it by a person's word if it has not ended: the next case has the same target. */
    void endAnyway() {
        if (id.isEmpty() || stand.journal.end(target).isPresent()) {
            return;
        }
        traffic.steer(id, "abort");
        Wait.until(target + " has ended", SOON, () -> stand.journal.end(target).isPresent());
    }

    private void expose(String stages) {
        start(stages);
        await("the first switch", Lifecycle.TrafficSwitched.class);
        plane.awaitUsersOnCandidate();
    }

    private void start(String stages) {
        Api.Answer answer = traffic.start(plan(stages), Map.of("Idempotency-Key", key));
        if (answer.status() != 202) {
            throw new CaseFailed("the start of " + target + ": " + answer.status() + " " + answer.body());
        }
        id = answer.json().path("rollout").asText();
        await("RolloutRequested", Lifecycle.RolloutRequested.class);
    }

    private void rollBack() {
        plane.candidateFails();
        Api.Answer answer = traffic.steer(id, "rollback");
        if (answer.status() != 202) {
            throw new CaseFailed("the rollback of " + target + ": " + answer.status() + " " + answer.body());
        }
    }

    private void restored() {
        await("TrafficRestored", Lifecycle.TrafficRestored.class);
    }

    private void await(String what, Class<?> type) {
        stand.journal.await(what, target, type::isInstance, SOON);
    }

    private String plan(String stages) {
        StringBuilder more = new StringBuilder();
        if (phase == Phase.SHUTDOWN) {
            more.append("workloads: [{type: http, name: candidate, role: canary, url: \"%s\"}]\n"
                    .formatted(stand.workload.url("/candidate")));
        }
        if (phase.hasStores()) {
            more.append(stand.stores.plan(phase, stand.writes.url("/writes")));
        }
        return read().replace("${target}", target.toString())
                .replace("${candidate}", Plane.CANDIDATE)
                .replace("${stable}", Plane.STABLE)
                .replace("${plane}", phase.word())
                .replace("${router}", plane.router())
                .replace("${prometheus}", stand.monitoring.url())
                .replace("${public}", plane.publicUrl().toString())
                .replace("${stages}", "[" + stages + "]")
                .replace("${more}", more);
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(Rollouts.class.getResourceAsStream("/faults/plan.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
