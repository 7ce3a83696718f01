package dev.sluice.events.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.TargetSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The invariant on which restarts and take-overs rest: whoever begins with a snapshot taken after any record has, after
 * every later record, the same state as whoever read everything.
 */
class ReplayTest {
    private static final int LENGTH = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5})
    void aReaderThatBeginsWithASnapshotAgreesWithOneThatReadEverything(long seed) throws Poison {
        compare(RandomHistory.of(seed, LENGTH, false), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void alsoAboutRecordsThatHadToBeUnderstood(long seed) throws Poison {
        InMemoryJournal journal = RandomHistory.of(seed, LENGTH / 2, true);
        assertThat(byTarget(journal).keySet())
                .anyMatch(target -> journal.state(target).notUnderstood().isPresent());
        compare(journal, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 21})
    void theHistoriesAreWorthTheName(long seed) {
        InMemoryJournal journal = RandomHistory.of(seed, 3 * LENGTH, false);
        Map<Fold.Fate, Long> fates = new HashMap<>();
        Map<Target, TargetState> states = new HashMap<>();
        Set<String> outcomes = new java.util.HashSet<>();
        int longestQueue = 0;
        for (ConsumerRecord<byte[], byte[]> record : journal.records()) {
            Target target = target(record);
            Fold.Step step = Fold.read(states.getOrDefault(target, TargetState.unknown(target)), record);
            states.put(target, step.state());
            fates.merge(step.fate(), 1L, Long::sum);
            step.state().latest().ifPresent(past -> outcomes.add(past.phase().word()));
            longestQueue = Math.max(longestQueue, step.state().queue().size());
        }
        assertThat(fates.keySet()).containsExactlyInAnyOrder(Fold.Fate.values());
        assertThat(fates.get(Fold.Fate.ACCEPTED)).isGreaterThan(LENGTH / 2);
        assertThat(outcomes).contains("completed", "aborted", "rolled-back", "failed");
        assertThat(longestQueue).isGreaterThan(1);
        assertThat(states).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = 4)
    void theSameSeedTellsTheSameStory(long seed) {
        assertThat(ids(RandomHistory.of(seed, 200, true))).isEqualTo(ids(RandomHistory.of(seed, 200, true)));
    }

    private static List<String> ids(InMemoryJournal journal) {
        return journal.records().stream()
                .map(record -> record.headers().lastHeader("ce_id"))
                .map(header -> header == null ? "" : new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void compare(InMemoryJournal journal, long seed) throws Poison {
        for (Map.Entry<Target, List<ConsumerRecord<byte[], byte[]>>> each :
                byTarget(journal).entrySet()) {
            compare(each.getKey(), each.getValue(), seed);
        }
    }

    private static void compare(Target target, List<ConsumerRecord<byte[], byte[]>> records, long seed) throws Poison {
        List<TargetState> full = new ArrayList<>();
        TargetState state = TargetState.unknown(target);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            state = Fold.read(state, record).state();
            full.add(state);
        }
        for (int taken = 0; taken < records.size(); taken++) {
            // Up to where the snapshot stands always, and far beyond it now and then: that costs the square.
            int until = taken % 9 == 0 ? records.size() - 1 : Math.min(taken + 3, records.size() - 1);
            resume(target, records, full, taken, until, seed);
        }
    }

    private static void resume(
            Target target,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<TargetState> full,
            int taken,
            int until,
            long seed)
            throws Poison {
        TargetSnapshot snapshot = throughTheWire(full.get(taken).snapshot());
        TargetState resumed = TargetState.resumed(snapshot);
        if (records.get(taken).offset() < snapshot.replayFrom()) {
            same(full.get(taken), resumed, describe(seed, target, taken, taken));
        }
        for (int i = 0; i <= until; i++) {
            if (records.get(i).offset() < snapshot.replayFrom()) {
                continue;
            }
            resumed = Fold.read(resumed, records.get(i)).state();
            if (i >= taken) {
                same(full.get(i), resumed, describe(seed, target, taken, i));
            }
        }
    }

    private static String describe(long seed, Target target, int taken, int read) {
        return "seed " + seed + ", " + target + ", snapshot after record " + taken + ", read up to record " + read;
    }

    private static void same(TargetState full, TargetState resumed, String where) {
        assertThat(comparable(resumed)).as(where).isEqualTo(comparable(full));
        resumed.latest().ifPresent(latest -> assertThat(full.latest()).as(where).contains(latest));
        assertThat(resumed.snapshot()).as(where).isEqualTo(full.snapshot());
    }

    /** Without what only matters to an open rollout, when none is, and without the last finished one, which is optional. */
    private static TargetState comparable(TargetState state) {
        boolean open = state.open().isPresent();
        return new TargetState(
                state.target(),
                state.gate(),
                state.open(),
                open ? state.anchor() : new Anchor(0, state.gate()),
                Optional.empty(),
                state.queue(),
                state.starts(),
                state.recent(),
                open ? state.facts() : Set.of(),
                state.frozen(),
                state.blind(),
                state.notUnderstood(),
                state.covers());
    }

    private static TargetSnapshot throughTheWire(TargetSnapshot snapshot) throws Poison {
        return Codec.bind(Codec.json(snapshot), TargetSnapshot.class);
    }

    private static Map<Target, List<ConsumerRecord<byte[], byte[]>>> byTarget(InMemoryJournal journal) {
        return journal.records().stream().collect(Collectors.groupingBy(ReplayTest::target));
    }

    private static Target target(ConsumerRecord<byte[], byte[]> record) {
        return Target.parse(new String(record.key(), StandardCharsets.UTF_8));
    }
}
