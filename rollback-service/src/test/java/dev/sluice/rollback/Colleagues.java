package dev.sluice.rollback;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.Phase;

/** traffic-service as far as a rollback sees it: it restores on a request, and ends the rollout after the procedure. */
final class Colleagues {
    private final Topic topic;

    private Colleagues(Topic topic) {
        this.topic = topic;
    }

    static void join(VirtualLoop loop, Topic topic) {
        Colleagues colleagues = new Colleagues(topic);
        topic.follow(record -> loop.post(colleagues::act));
    }

    private void act() {
        topic.state().open().ifPresent(rollout -> {
            if (rollout.phase() instanceof Phase.Restoring) {
                topic.traffic(Given.restored());
            }
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
