package dev.sluice.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.plan.Reaction;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.port.PublicAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One target, its journal, and the public address, on virtual time. */
abstract class Scene {

    static final Answer STABLE = new Answer.Reply(200, Optional.of("5.0"));
    static final Answer CANDIDATE = new Answer.Reply(200, Optional.of("5.1"));
    final VirtualLoop loop = new VirtualLoop();
    final Topic topic = new Topic(this::now);
    final MemoryStores stores = new MemoryStores(loop);
    final List<Instant> looks = new ArrayList<>();
    PublicAddress address = url -> STABLE;

    Instant now() {
        return Given.START.plusNanos(loop.nanoTime());
    }

    Instance start(Instance.Script script) {
        return new Instance(
                loop,
                topic,
                url -> {
                    looks.add(now());
                    return address.look(url);
                },
                stores,
                script);
    }

    Instance start() {
        return start(append -> Instance.Fate.TAKEN);
    }

    /** A whole rollback with data whose first instance ends, or is refused, at one of its appends. */
    void crashes(int step, Instance.Fate fate) {
        topic.traffic(Given.requested(Given.planWithEverything()));
        Colleagues.join(loop, topic);
        Instance first = start(append -> append == step ? fate : Instance.Fate.TAKEN);
        loop.pass(Duration.ofSeconds(5));
        Instance second = first.dead() ? start() : first;
        loop.pass(Duration.ofMinutes(1));
        topic.traffic(ShutdownAndDataTest.upToTheFirstSwitch());
        breach();
        loop.pass(Duration.ofMinutes(1));
        Instance third = second.dead() ? start() : second;
        loop.pass(Duration.ofMinutes(1));
        ShutdownAndDataTest.answer(third, RestoreDecision.RESTORE);
        loop.pass(Duration.ofMinutes(1));
        if (third.dead()) {
            // What was not acknowledged is delivered again.
            ShutdownAndDataTest.answer(start(), RestoreDecision.RESTORE);
        }
        loop.pass(Duration.ofMinutes(2));

        assertThat(topic.state().open())
                .as("step %d, %s: %s", step, fate, topic.history())
                .isEmpty();
        assertThat(topic.history().stream().map(each -> each.getClass().getSimpleName()))
                .as("step %d, %s", step, fate)
                .containsSubsequence(
                        "BackupTaken",
                        "RollbackRequested",
                        "SwitchVerified",
                        "ShutdownRequested",
                        "RestoreProposed",
                        "WritesPaused",
                        "DataRestored",
                        "WritesResumed",
                        "WritesPaused",
                        "DataRestored",
                        "WritesResumed",
                        "RollbackCompleted",
                        "RolloutRolledBack");
    }

    void breach() {
        topic.fact(Given.breach(topic.state().gate().version(), Reaction.ROLLBACK));
    }
}
