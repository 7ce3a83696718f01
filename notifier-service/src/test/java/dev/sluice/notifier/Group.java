package dev.sluice.notifier;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The consumer group: one living member owns the partition and gets the records from the committed offset on; offsets
 * are committed in order, as the throttled strategy does.
 */
public final class Group {
    private final VirtualLoop loop;
    private final Topic topic;
    private final List<Instance> members = new ArrayList<>();
    private final TreeSet<Long> done = new TreeSet<>();
    private long committed;
    private int owner = -1;
    private long delivered;
    private boolean commits = true;

    public Group(VirtualLoop loop, Topic topic) {
        this.loop = loop;
        this.topic = topic;
        topic.follow(record -> loop.post(this::deliver));
    }

    void join(Instance instance) {
        members.add(instance);
        int member = members.size() - 1;
        loop.post(() -> {
            if (owner < 0 || members.get(owner).dead()) {
                give(member);
            }
        });
    }

    public void moveTo(Instance instance) {
        give(members.indexOf(instance));
    }

    /** From now on nothing is committed, as when the process dies before the next commit. */
    public void stopCommits() {
        commits = false;
    }

    public long committed() {
        return committed;
    }

    private void give(int member) {
        if (owner >= 0 && owner != member && !members.get(owner).dead()) {
            members.get(owner).own(false);
        }
        owner = member;
        commits = true;
        delivered = committed;
        done.clear();
        members.get(owner).own(true);
        deliver();
    }

    private void deliver() {
        if (owner < 0 || members.get(owner).dead()) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> records = topic.records();
        while (delivered < records.size()) {
            ConsumerRecord<byte[], byte[]> record = records.get((int) delivered++);
            int to = owner;
            members.get(to).handler.onOwnedRecord(record).whenComplete((told, failure) -> {
                if (failure == null
                        && to == owner
                        && commits
                        && !members.get(to).dead()) {
                    commit(record.offset());
                }
            });
        }
    }

    private void commit(long offset) {
        done.add(offset);
        while (done.remove(committed)) {
            committed++;
        }
    }
}
