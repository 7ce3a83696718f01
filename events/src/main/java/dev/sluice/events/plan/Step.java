package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done once in a rollout at a given place between its stages: a migration, a load test, somebody's consent. Exactly
 * one of {@code before}, {@code ready} and {@code after} is given. None of its times is shortened by {@code speedup}.
 *
 * @param before the stage before which it runs, and before the stage's workloads are brought up
 * @param ready the stage before which it runs, once the stage's workloads take requests
 * @param after the stage after whose completion it runs
 * @param within the time limit of one attempt; by default 10m
 * @param retries how often it is tried again after a failure; by default never
 * @param every from a failure to the next attempt; by default 10s
 * @param onFailure what follows the last failure; by default rollback
 * @param gate manual: once it is done, the rollout stands still until a person resumes it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Step(
        Name name,
        Optional<Name> before,
        Optional<Name> ready,
        Optional<Name> after,
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
        after = Require.orElse(after, Optional.empty());
        Require.that(
                Stream.of(before, ready, after).filter(Optional::isPresent).count() == 1,
                "",
                "expected exactly one of before, ready and after, with the name of a stage");
        Require.present("run", run);
        within = Require.orElse(within, WITHIN);
        between("within", within, Span.ofDays(1));
        Require.that(retries >= 0 && retries <= RETRIES_MAX, "retries", "expected 0 to " + RETRIES_MAX);
        every = Require.orElse(every, EVERY);
        between("every", every, Span.ofMinutes(60));
        onFailure = Require.orElse(onFailure, OnFailure.ROLLBACK);
        gate = Require.orElse(gate, Gate.NONE);
    }

    private static void between(String field, Span value, Span most) {
        Require.that(
                value.compareTo(Span.ofSeconds(1)) >= 0 && value.compareTo(most) <= 0,
                field,
                "expected 1s to " + most + ", found " + value);
    }

    /** The stage that it names. */
    Name stage() {
        return before.or(() -> ready).or(() -> after).orElseThrow();
    }

    Step with(Task task) {
        return new Step(name, before, ready, after, task, within, retries, every, onFailure, gate);
    }
}
