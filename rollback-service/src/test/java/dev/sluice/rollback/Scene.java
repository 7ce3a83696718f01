package dev.sluice.rollback;

import dev.sluice.events.plan.Reaction;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.port.PublicAddress;
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
                script);
    }

    Instance start() {
        return start(append -> Instance.Fate.TAKEN);
    }

    void breach() {
        topic.fact(Given.breach(topic.state().gate().version(), Reaction.ROLLBACK));
    }
}
