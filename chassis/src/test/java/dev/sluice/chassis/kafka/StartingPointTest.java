package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.TargetSnapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartingPointTest {
    private static TargetSnapshot snapshot(String target, long covers, long replayFrom) {
        return new TargetSnapshot(
                Target.parse(target),
                covers,
                3,
                Optional.of(new EventId("v3-x")),
                replayFrom,
                List.of(),
                List.of(),
                Optional.empty());
    }

    @Test
    void idleTargetsCostNoReplay() {
        StartingPoint point =
                StartingPoint.of(List.of(snapshot("a/idle", 100, 101), snapshot("a/newer", 5_000, 5_001)), target -> 0);

        assertThat(point.offsets()).containsEntry(0, 5_001L);
    }

    @Test
    void anOpenRolloutIsReadAgainFromItsFirstEvent() {
        StartingPoint point = StartingPoint.of(
                List.of(snapshot("a/open", 4_000, 300), snapshot("a/newer", 5_000, 5_001)), target -> 0);

        assertThat(point.offsets()).containsEntry(0, 300L);
        assertThat(point.states())
                .hasEntrySatisfying(Target.parse("a/open"), state -> assertThat(state.covers())
                        .isEqualTo(299))
                .hasEntrySatisfying(Target.parse("a/newer"), state -> assertThat(state.covers())
                        .isEqualTo(5_000));
    }

    @Test
    void partitionsDoNotMeddleWithEachOther() {
        StartingPoint point = StartingPoint.of(
                List.of(snapshot("a/zero", 10, 11), snapshot("a/one", 90, 20)),
                target -> target.application().equals("one") ? 1 : 0);

        assertThat(point.offsets()).containsEntry(0, 11L).containsEntry(1, 20L);
    }
}
