package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done once in a rollout at a given place among its stages: a migration, a load test, somebody's consent. Exactly
 * one of {@code before}, {@code ready}, {@code during}, {@code after} and {@code onRollback} is given. None of its times is
 * shortened by {@code speedup}.
 *
 * @param before the stage before which it runs, and before the stage's workloads are brought up
 * @param ready the stage before which it runs, once the stage's workloads take requests
 * @param during the stage beside whose watch it runs, from the moment in which it has its traffic; the stage is not complete
 *     before
 * @param after the stage after whose completion it runs
 * @param onRollback true: it runs once stable has everything again, and holds up nothing but the rollout's end
 * @param within the time limit of one attempt; by default 10m
 * @param retries how often it is tried again after a failure; by default never
 * @param every from a failure to the next attempt; by default 10s
 * @param onFailure what follows the last failure; by default rollback; ignore is all there is for onRollback
 * @param gate manual: once it is done, the rollout stands still until a person resumes it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Step(
        Name name,
        Optional<Name> before,
        Optional<Name> ready,
        Optional<Name> during,
        Optional<Name> after,
        Optional<Boolean> onRollback,
        Task run,
        Span within,
        int retries,
        Span every,
        OnFailure onFailure,
        Gate gate) {
    private static final Span WITHIN = Span.ofMinutes(10);
    private static final Span EVERY = Span.ofSeconds(10);
    private static final int RETRIES_MAX = 20;

    public Step {
        Require.present("name", name);
        before = Require.orElse(before, Optional.empty());
        ready = Require.orElse(ready, Optional.empty());
        during = Require.orElse(during, Optional.empty());
        after = Require.orElse(after, Optional.empty());
        onRollback = Require.orElse(onRollback, Optional.empty());
        Require.that(onRollback.orElse(true), "onRollback", "expected true, or no such field");
        long stages = Stream.of(before, ready, during, after)
                .filter(Optional::isPresent)
                .count();
        Require.that(
                stages + (onRollback.isPresent() ? 1 : 0) == 1,
                "",
                "expected exactly one of before, ready, during and after, with the name of a stage, and onRollback: true");
        Require.present("run", run);
        Require.that(
                onRollback.isEmpty() || !(run instanceof Task.Checks),
                "run",
                "expected a job or an http call: once stable has everything, nothing is measured any more");
        within = Require.orElse(within, WITHIN);
        between("within", within, Span.ofDays(1));
        Require.that(retries >= 0 && retries <= RETRIES_MAX, "retries", "expected 0 to " + RETRIES_MAX);
        every = Require.orElse(every, EVERY);
        between("every", every, Span.ofMinutes(60));
        onFailure = Require.orElse(onFailure, onRollback.isPresent() ? OnFailure.IGNORE : OnFailure.ROLLBACK);
        gate = Require.orElse(gate, Gate.NONE);
        Require.that(
                onRollback.isEmpty() || onFailure == OnFailure.IGNORE,
                "onFailure",
                "expected ignore, or nothing: a rollback goes on whatever becomes of its steps");
        Require.that(
                onRollback.isEmpty() || gate == Gate.NONE,
                "gate",
                "expected none, or nothing: a rollback waits for nobody");
    }

    private static void between(String field, Span value, Span most) {
        Require.that(
                value.compareTo(Span.ofSeconds(1)) >= 0 && value.compareTo(most) <= 0,
                field,
                "expected 1s to " + most + ", found " + value);
    }

    /** The stage that it names; empty for a step of the way back. */
    public Optional<Name> stage() {
        return before.or(() -> ready).or(() -> during).or(() -> after);
    }

    public Place place() {
        if (onRollback.isPresent()) {
            return Place.ROLLBACK;
        }
        if (during.isPresent()) {
            return Place.DURING;
        }
        if (ready.isPresent()) {
            return Place.READY;
        }
        return before.isPresent() ? Place.BEFORE : Place.AFTER;
    }

    /** The longest that it may take, with every attempt that it has. */
    public Duration longest() {
        return within.duration().plus(every.duration()).multipliedBy(retries + 1L);
    }

    Step with(Task task) {
        return new Step(name, before, ready, during, after, onRollback, task, within, retries, every, onFailure, gate);
    }
}
