package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.story.Fold;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import dev.sluice.notifier.domain.Notice;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The shell. What each record says is worked out while the journal is followed; it is told when the record comes through
 * the group channel, which is once per group, and the offset is committed when it was told.
 */
@Startup(NotifierHandler.BEFORE_THE_READER)
@ApplicationScoped
public class NotifierHandler implements Service {
    /** What it stands on is made ready before the first record comes, and not on the loop. */
    static final int BEFORE_THE_READER = 1;

    private final Loop loop;
    private final Reader reader;
    private final Ownership ownership;
    private final Retelling retelling;
    private final Telling telling;
    private final Meters meters;
    private final Map<Target, Desk> desks = new HashMap<>();

    @Inject
    public NotifierHandler(
            Loop loop, Reader reader, Ownership ownership, Retelling retelling, Telling telling, Meters meters) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
        this.retelling = retelling;
        this.telling = telling;
        this.meters = meters;
    }

    @Override
    public void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {
        Desk desk = desk(step.state().target());
        desk.followed(record.offset(), desk.story.read(step, record));
        advance(desk);
    }

    @Override
    public void onOwned(int partition) {
        desks.values().stream().filter(desk -> in(partition, desk.target)).forEach(this::advance);
    }

    /** The next owner gets every record that was not committed. */
    @Override
    public void onLost(int partition) {
        telling.lost(target -> in(partition, target));
        for (Desk desk : List.copyOf(desks.values())) {
            if (in(partition, desk.target)) {
                desk.jobs.forEach(job -> job.done().completeExceptionally(new CancellationException("partition lost")));
                desk.jobs.clear();
                desk.busy = false;
            }
        }
    }

    @Override
    public CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            Desk desk = desk(Codec.target(record));
            desk.jobs.add(new Desk.Job(record, done));
            advance(desk);
        } catch (Poison e) {
            meters.untold(place(record), String.valueOf(e.getMessage()));
            done.complete(null);
        }
        return done;
    }

    /** The story of a target that is followed; on the loop. */
    Optional<Story> story(Target target) {
        return Optional.ofNullable(desks.get(target)).map(desk -> desk.story);
    }

    private void advance(Desk desk) {
        Desk.Job job = desk.jobs.peek();
        if (desk.busy || job == null || !ready(desk, job)) {
            return;
        }
        desk.busy = true;
        said(desk, job).ifPresentOrElse(notices -> tell(desk, job, notices), () -> retell(desk, job));
    }

    /** What was followed counts where its story was followed from the beginning: its end alone says something else. */
    private Optional<List<Notice>> said(Desk desk, Desk.Job job) {
        long offset = job.record().offset();
        boolean whole = retelling
                .past(desk.target, offset)
                .map(past -> desk.sawBeginning(past.first()))
                .orElse(true);
        return whole ? desk.said(offset) : Optional.empty();
    }

    private boolean ready(Desk desk, Desk.Job job) {
        return ownership.acts(job.record().partition())
                && reader.state(desk.target)
                        .filter(state -> state.covers() >= job.record().offset())
                        .isPresent();
    }

    /** The record is older than what was followed: its rollout ended before this instance began. */
    private void retell(Desk desk, Desk.Job job) {
        retelling
                .notices(desk.target, job.record())
                .whenComplete((notices, failure) -> loop.post(() -> {
                    if (job.done().isDone()) {
                        return;
                    }
                    if (failure != null) {
                        meters.untold(place(job.record()), failure.toString());
                    }
                    tell(desk, job, failure == null ? notices : List.of());
                }));
    }

    /** The next record of the target is told when this one's alerts are on the topic; people are not waited for. */
    private void tell(Desk desk, Desk.Job job, List<Notice> notices) {
        Telling.Progress progress = telling.tell(notices, job.done());
        progress.alerted().thenRun(() -> {
            if (desk.jobs.remove(job)) {
                desk.busy = false;
                advance(desk);
            }
        });
        progress.told().thenRun(() -> job.done().complete(null));
    }

    private Desk desk(Target target) {
        return desks.computeIfAbsent(target, Desk::new);
    }

    private boolean in(int partition, Target target) {
        return reader.partition(target) == partition;
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + "/" + record.offset();
    }
}
