package dev.sluice.notifier;

import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.report.Chronicle;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic as the service does, and keeps what each record says. */
public final class Teller {
    private Teller() {}

    public static List<Notice> notices(Topic topic) {
        Story story = new Story(TargetState.unknown(Given.SHOP));
        return read(story, topic);
    }

    static List<Notice> read(Story story, Topic topic) {
        TargetState state = TargetState.unknown(Given.SHOP);
        List<Notice> all = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : topic.records()) {
            Fold.Step step = Fold.read(state, record);
            state = step.state();
            all.addAll(story.read(step, record));
        }
        return all;
    }

    public static Chronicle chronicle(Topic topic) {
        Story story = new Story(TargetState.unknown(Given.SHOP));
        read(story, topic);
        return new Chronicle(story.rollout(Given.ID).orElseThrow(), story.timeline(Given.ID));
    }
}
