package dev.sluice.rollback;

import dev.sluice.chassis.Loop;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Rollback;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.domain.Checks;
import dev.sluice.rollback.domain.Evidence;
import dev.sluice.rollback.port.PublicAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries to verify switches, each until it succeeds or the plan's time for it has passed, counted from the first try of
 * this instance: after a take-over a rollback that was never looked at is not given up unseen. The looks themselves run
 * elsewhere; everything else runs on the loop.
 */
final class Verifier {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Loop loop;
    private final PublicAddress address;
    private final Executor looks;
    private final Map<RolloutId, Attempt> running = new HashMap<>();

    private record Attempt(
            RolloutId rollout,
            Plan plan,
            List<Verification> routers,
            long deadlineNanos,
            Consumer<List<Verification>> outcome) {}

    Verifier(Loop loop, PublicAddress address, Executor looks) {
        this.loop = loop;
        this.address = address;
        this.looks = looks;
    }

    /** Begins, unless it is being tried. The outcome comes on the loop: every check, as it was seen last. */
    void begin(RolloutState rollout, Evidence evidence, Consumer<List<Verification>> outcome) {
        if (running.containsKey(rollout.id())) {
            return;
        }
        Plan plan = rollout.plan();
        List<Verification> routers = Checks.routers(plan, evidence.readbacks().orElse(List.of()));
        long limit = plan.rollback().verifyWithin().duration().toNanos();
        Attempt attempt = new Attempt(rollout.id(), plan, routers, loop.nanoTime() + limit, outcome);
        running.put(rollout.id(), attempt);
        loop.post(() -> look(attempt));
    }

    void cancel(RolloutId rollout) {
        running.remove(rollout);
    }

    /** Read-backs are history and don't get better by waiting; only the address is asked again. */
    private void look(Attempt attempt) {
        boolean routersRight = attempt.routers().stream().allMatch(Verification::verified);
        attempt.plan()
                .rollback()
                .publicUrl()
                .filter(url -> routersRight)
                .ifPresentOrElse(url -> ask(attempt, url), () -> finish(attempt, attempt.routers()));
    }

    private void ask(Attempt attempt, Rollback.PublicUrl url) {
        CompletableFuture.supplyAsync(() -> address.look(url), looks)
                .whenComplete((answer, failure) -> loop.post(() -> answered(attempt, url, answer, failure)));
    }

    private void answered(
            Attempt attempt, Rollback.PublicUrl url, @Nullable Answer answer, @Nullable Throwable failure) {
        if (!current(attempt)) {
            return;
        }
        Answer seen = answer == null ? new Answer.Silence("the look failed: " + failure) : answer;
        Verification check = Checks.address(attempt.plan(), url, seen);
        if (check.verified() || loop.nanoTime() + PAUSE.toNanos() > attempt.deadlineNanos()) {
            List<Verification> all = new ArrayList<>(attempt.routers());
            all.add(check);
            finish(attempt, all);
            return;
        }
        loop.after(PAUSE, () -> {
            if (current(attempt)) {
                ask(attempt, url);
            }
        });
    }

    private void finish(Attempt attempt, List<Verification> checks) {
        if (running.remove(attempt.rollout(), attempt)) {
            attempt.outcome().accept(List.copyOf(checks));
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean current(Attempt attempt) {
        return running.get(attempt.rollout()) == attempt;
    }
}
