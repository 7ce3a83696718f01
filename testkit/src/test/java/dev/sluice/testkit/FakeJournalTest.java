package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.story.Fold;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeJournalTest {
    private static final Target TARGET = Target.parse("demo/shop");
    private static final StartKey KEY = new StartKey("k");
    private static final RolloutId ID = RolloutId.of(TARGET, KEY);
    private static final Requester ANN = new Requester("ann", "why not");
    private final VirtualLoop loop = new VirtualLoop();
    private final FakeJournal journal = new FakeJournal(loop, "traffic-service");
    private final List<Fold.Fate> fates = new ArrayList<>();

    FakeJournalTest() {
        journal.onRecord((step, record) -> fates.add(step.fate()));
    }

    @Test
    void whatIsAppendedIsReadBackOnTheLoop() throws IOException {
        CompletableFuture<Void> done =
                journal.append(List.of(request()), Optional.empty()).toCompletableFuture();
        assertThat(fates).isEmpty();
        assertThat(done).isNotDone();
        loop.settle();
        assertThat(done).isCompleted();
        assertThat(fates).containsExactly(Fold.Fate.ACCEPTED);
        assertThat(journal.owning(ID).orElseThrow().open()).isPresent();
        assertThat(journal.states()).hasSize(1);
        assertThat(journal.caughtUp()).isTrue();
    }

    @Test
    void ofTwoWritersTheFirstWins() throws IOException {
        Proposed first = request();
        Proposed second = request();
        journal.append(List.of(first, second), Optional.empty());
        loop.settle();
        assertThat(fates).containsExactly(Fold.Fate.ACCEPTED, Fold.Fate.DROPPED);
    }

    @Test
    void itsTimeIsTheLoops() throws IOException {
        loop.pass(Duration.ofMinutes(3));
        journal.append(List.of(request()), Optional.empty());
        journal.tell(TARGET, new Lifecycle.RolloutStarted(ID));
        journal.tell(TARGET, new Fact.RollbackRequested(ID, 2, "manual", ANN));
        assertThat(journal.state(TARGET).orElseThrow().open().orElseThrow().requestedAt())
                .isEqualTo(FakeJournal.EPOCH.plus(Duration.ofMinutes(3)));
        assertThat(journal.now(0)).isEqualTo(FakeJournal.EPOCH.plus(Duration.ofMinutes(3)));
        assertThat(journal.records()).hasSize(3).last().satisfies(last -> assertThat(last.offset())
                .isEqualTo(2));
    }

    @Test
    void whileItIsDownNothingStandsInIt() throws IOException {
        journal.down(true);
        CompletableFuture<Void> done =
                journal.append(List.of(request()), Optional.empty()).toCompletableFuture();
        loop.settle();
        assertThat(done).isCompletedExceptionally();
        assertThat(journal.records()).isEmpty();
    }

    private static Proposed request() throws IOException {
        Plan plan = PlanReader.read(Files.readAllBytes(Path.of("../examples/minimal.yaml")));
        return Codec.propose(TARGET, 1, Optional.empty(), new Lifecycle.RolloutRequested(ID, KEY, ANN, plan));
    }
}
