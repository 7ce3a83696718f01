package dev.sluice.rollback;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;

/** traffic-service as far as a rollback sees it: it restores on a request, and ends the rollout after the procedure. */
final class Colleagues {
    private final Topic topic;
    private final boolean obeys;

    private Colleagues(Topic topic, boolean obeys) {
        this.topic = topic;
        this.obeys = obeys;
    }

    static void join(VirtualLoop loop, Topic topic) {
        join(loop, topic, true);
    }

    /** Workloads may not want to be shut down. */
    static void join(VirtualLoop loop, Topic topic, boolean workloadsObey) {
        Colleagues colleagues = new Colleagues(topic, workloadsObey);
        topic.follow(record -> loop.post(colleagues::act));
    }

    private void act() {
        topic.state().open().ifPresent(rollout -> {
            if (rollout.phase() instanceof Phase.Restoring) {
                topic.traffic(Given.restored());
            }
            rollout.rollback()
                    .flatMap(RollbackStory::shutdown)
                    .filter(story -> obeys)
                    .ifPresent(story -> story.waiting()
                            .forEach(name ->
                                    topic.traffic(new Lifecycle.WorkloadRetired(Given.ID, name, "0 replicas", 7))));
            if (rollout.rollback()
                    .filter(story -> story.completed().isPresent())
                    .isPresent()) {
                topic.traffic(new Lifecycle.RolloutRolledBack(Given.ID, "done"));
            }
            if (rollout.rollback().filter(story -> story.failed().isPresent()).isPresent()) {
                topic.traffic(new Lifecycle.RolloutFailed(Given.ID, "not verified"));
            }
        });
    }

    static long facts(Topic topic, Class<? extends Fact> kind) {
        return topic.history().stream().filter(kind::isInstance).count();
    }

    static <E extends JournalEvent> E only(Topic topic, Class<E> kind) {
        return topic.history().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((a, b) -> {
                    throw new AssertionError("more than one " + kind.getSimpleName());
                })
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " in " + topic.history()));
    }
}
