package dev.sluice.traffic.http;

import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.Queued;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.ShutdownStory;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.traffic.LatestEvaluations;
import dev.sluice.traffic.effects.Watchman;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From states to what is shown. */
@ApplicationScoped
public class Presenter {
    private final Watchman watchman;
    private final Reader reader;
    private final LatestEvaluations evaluations;

    @Inject
    Presenter(Watchman watchman, Reader reader, LatestEvaluations evaluations) {
        this.watchman = watchman;
        this.reader = reader;
        this.evaluations = evaluations;
    }

    private TargetState seen(TargetState state) {
        return state.under(reader.state(Freeze.EVERYTHING).flatMap(TargetState::frozen));
    }

    List<Views.Summary> summaries(TargetState state) {
        List<Views.Summary> all = new ArrayList<>();
        boolean frozen = seen(state).frozen().isPresent();
        state.open().ifPresent(rollout -> all.add(summary(state.target(), rollout, frozen)));
        state.queue().forEach(queued -> all.add(waiting(state, queued)));
        state.latest().ifPresent(rollout -> all.add(summary(state.target(), rollout, false)));
        state.recent().reversed().stream()
                .filter(past -> state.rollout(past.rollout()).isEmpty())
                .map(past -> summary(state.target(), past))
                .forEach(all::add);
        return all;
    }

    private static Views.Summary waiting(TargetState state, Queued queued) {
        return new Views.Summary(
                queued.id(),
                state.target(),
                queued.start().plan().version(),
                "queued",
                Optional.empty(),
                Weight.ZERO,
                false,
                false,
                false,
                state.started(queued.start().startKey())
                        .map(TargetSnapshot.Start::at)
                        .orElse(Instant.EPOCH),
                Optional.empty(),
                Optional.empty());
    }

    private static Views.Summary summary(Target target, RolloutState rollout, boolean frozen) {
        Optional<Phase.Finished> end = end(rollout);
        return new Views.Summary(
                rollout.id(),
                target,
                rollout.plan().version(),
                rollout.phase().word(),
                stageName(rollout),
                rollout.weight(),
                rollout.pause().isPresent(),
                rollout.heldByNet(),
                frozen,
                rollout.requestedAt(),
                end.map(Phase.Finished::at),
                end.map(finished -> finished.outcome().text()));
    }

    private static Views.Summary summary(Target target, TargetSnapshot.Past past) {
        return new Views.Summary(
                past.rollout(),
                target,
                past.version(),
                past.outcome(),
                Optional.empty(),
                past.outcome().equals("completed") ? Weight.FULL : Weight.ZERO,
                false,
                false,
                false,
                past.startedAt(),
                Optional.of(past.endedAt()),
                Optional.of(past.outcome()));
    }

    Views.Detail detail(TargetState state, RolloutState rollout) {
        Optional<Phase.Finished> end = end(rollout);
        Optional<Freeze> freeze = seen(state).frozen().filter(each -> end.isEmpty());
        return new Views.Detail(
                rollout.id(),
                state.target(),
                rollout.plan().version(),
                rollout.phase().word(),
                stageName(rollout),
                rollout.weight(),
                rollout.pause().isPresent(),
                rollout.heldByNet(),
                freeze.isPresent(),
                rollout.requestedAt(),
                end.map(Phase.Finished::at),
                end.map(finished -> finished.outcome().text()),
                reason(rollout),
                rollout.plan(),
                stages(rollout),
                rollout.troubles().values(),
                rollout.pause(),
                freeze,
                rollout.backups(),
                rollout.bakingSince(),
                rollout.rollback(),
                rollout.steps(),
                retirements(rollout),
                rollout.delayed(),
                evaluations.of(rollout));
    }

    /** Those that are to be shut down now because the candidate has everything, and those that were. */
    private static Map<Name, ShutdownStory.Retirement> retirements(RolloutState rollout) {
        Map<Name, ShutdownStory.Retirement> all = new TreeMap<>(rollout.retirements());
        rollout.toRetire().forEach(workload -> all.put(workload.name(), rollout.retirement(workload.name())));
        return all;
    }

    private static Optional<Phase.Finished> end(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Finished finished ? Optional.of(finished) : Optional.empty();
    }

    private static Optional<String> reason(RolloutState rollout) {
        String reason =
                switch (rollout.phase()) {
                    case Phase.Failing p -> p.reason();
                    case Phase.Restoring p -> p.reason();
                    case Phase.Restored p -> p.reason();
                    case Phase.Finished p -> p.reason();
                    case Phase.Requested p -> "";
                    case Phase.Ready p -> "";
                    case Phase.Shifting p -> "";
                    case Phase.Observing p -> "";
                    case Phase.Baking p -> "";
                    case Phase.Closing p -> "";
                };
        return Optional.of(reason).filter(text -> !text.isEmpty());
    }

    private static Optional<Name> stageName(RolloutState rollout) {
        return rollout.stage() < 0
                ? Optional.empty()
                : Optional.of(rollout.plan().stages().get(rollout.stage()).name());
    }

    private List<Views.StageView> stages(RolloutState rollout) {
        List<Views.StageView> views = new ArrayList<>();
        Instant start = rollout.requestedAt();
        for (int i = 0; i < rollout.plan().stages().size(); i++) {
            views.add(stage(rollout, i, start));
            start = start.plus(rollout.plan().durationOf(i).duration());
        }
        return views;
    }

    private Views.StageView stage(RolloutState rollout, int index, Instant plannedStart) {
        Stage stage = rollout.plan().stages().get(index);
        Span planned = rollout.plan().durationOf(index);
        Optional<StageStory> story =
                rollout.stages().stream().filter(told -> told.stage() == index).findFirst();
        boolean current = rollout.observing().filter(o -> o.stage() == index).isPresent();
        return new Views.StageView(
                stage.name(),
                stage.weight(),
                planned,
                plannedStart,
                story.map(StageStory::startedAt),
                story.flatMap(StageStory::switchedAt),
                current ? rollout.due() : Optional.empty(),
                story.flatMap(StageStory::endedAt),
                story.flatMap(StageStory::remark),
                story.map(told -> routers(rollout.id(), told, current)).orElse(List.of()),
                story.map(StageStory::readings).orElse(List.of()));
    }

    private List<Views.RouterView> routers(RolloutId rollout, StageStory story, boolean current) {
        return story.routers().stream()
                .map(router -> new Views.RouterView(
                        router.router(),
                        router.set(),
                        current ? watchman.measured(rollout, router.router()) : router.measured()))
                .toList();
    }
}
