package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Reader;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.notifier.report.Chronicle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Finds what is known of a rollout: in memory while it is the target's newest, else in the journal. */
@ApplicationScoped
public class Library {
    private final Loop loop;
    private final Reader reader;
    private final NotifierHandler handler;
    private final Retelling retelling;
    private final Executor readings;

    @Inject
    Library(Loop loop, Reader reader, NotifierHandler handler, Retelling retelling) {
        this(loop, reader, handler, retelling, Executors.newVirtualThreadPerTaskExecutor());
    }

    Library(Loop loop, Reader reader, NotifierHandler handler, Retelling retelling, Executor readings) {
        this.loop = loop;
        this.reader = reader;
        this.handler = handler;
        this.retelling = retelling;
        this.readings = readings;
    }

    /** Empty when the rollout is not known, or waits. Fails when the journal can't be read. */
    public CompletionStage<Optional<Chronicle>> chronicle(RolloutId id) {
        CompletableFuture<Optional<Chronicle>> found = new CompletableFuture<>();
        loop.post(() -> {
            Optional<TargetState> state = reader.owning(id);
            Optional<Chronicle> inMemory =
                    state.flatMap(known -> handler.story(known.target())).flatMap(story -> chronicle(story, id));
            if (inMemory.isPresent() || state.isEmpty()) {
                found.complete(inMemory);
            } else {
                again(state.get(), id, found);
            }
        });
        return found;
    }

    private void again(TargetState state, RolloutId id, CompletableFuture<Optional<Chronicle>> found) {
        CompletableFuture.supplyAsync(
                        () -> retelling.story(state.target(), id).flatMap(story -> chronicle(story, id)), readings)
                .whenComplete((chronicle, failure) -> {
                    if (failure == null) {
                        found.complete(chronicle);
                    } else {
                        found.completeExceptionally(failure);
                    }
                });
    }

    private static Optional<Chronicle> chronicle(Story story, RolloutId id) {
        return story.rollout(id).map(rollout -> new Chronicle(rollout, story.timeline(id)));
    }
}
