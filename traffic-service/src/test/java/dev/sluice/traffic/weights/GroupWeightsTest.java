package dev.sluice.traffic.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupWeightsTest {
    @ParameterizedTest
    @CsvSource({
        // two alone: a whole percentage reads as one, whatever stood there
        "5%, 999, 1, 0, , 95, 5",
        "100%, 999, 40, 60, , 0, 100",
        "0%, 100, 0, 0, , 100, 0",
        "5%, 100, 1, 0, 0, 95, 5",
        "0.5%, 999, 1, 0, , 199, 1",
        "33.33%, 999, 1, 0, , , ",
        "0.5%, 100, 1, 0, , , ",
        // beside another: its number stays where the two's sum can be divided
        "5%, 999, 100, 0, 300, 95, 5",
        "50%, 999, 10, 90, 7, 50, 50",
        // and all are put in proportion where it can't
        "5%, 999, 1, 0, 1, 19, 1",
        "5%, 100, 100, 0, 100, 95, 5",
        "5%, 100, 50, 0, 100, 19, 1",
        // together they are not to be above what stable may have after a restore
        "50%, 100, 100, 100, 3, , ",
        "20%, 999, 0, 0, 3, , "
    })
    void aShareIsExactOrNotThere(
            Weight share, int max, int stable, int candidate, Integer other, Integer newStable, Integer newCandidate) {
        GroupWeights weights = new GroupWeights(
                stable, candidate, Optional.ofNullable(other).stream().toList());

        Optional<GroupWeights> with = weights.with(share, max);

        assertThat(with.map(GroupWeights::stable)).isEqualTo(Optional.ofNullable(newStable));
        assertThat(with.map(GroupWeights::candidate)).isEqualTo(Optional.ofNullable(newCandidate));
        assertThat(with.map(found -> found.gives(share)).orElse(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5%, 1, 1, 20", "33%, 7, 3, 5", "20%, 3, 4, 8", "50%, 1, 2, 1"})
    void theOthersKeepTheirPart(Weight share, int stable, int candidate, int other) {
        GroupWeights before = new GroupWeights(stable, candidate, List.of(other));

        GroupWeights after = before.with(share, 999).orElseThrow();

        assertThat(after.gives(share)).isTrue();
        long sumBefore = stable + candidate + other;
        long sumAfter = after.stable() + after.candidate() + after.others().getFirst();
        assertThat(after.others().getFirst() * sumBefore).isEqualTo(other * sumAfter);
        assertThat(after.restored(999)).isEqualTo(after.with(Weight.ZERO, 999).orElseThrow());
    }

    @Test
    void aRestoreIsAlwaysPossible() {
        GroupWeights odd = new GroupWeights(999, 998, List.of(1, 0));

        assertThat(odd.with(Weight.ZERO, 999)).isEmpty();
        assertThat(odd.restored(999)).isEqualTo(new GroupWeights(999, 0, List.of(1, 0)));
        assertThat(new GroupWeights(0, 0, List.of(5)).restored(999)).isEqualTo(new GroupWeights(0, 0, List.of(5)));
        assertThat(new GroupWeights(0, 0, List.of()).restored(100)).isEqualTo(new GroupWeights(100, 0, List.of()));
    }

    @Test
    void aShareThatIsNoBasisPointIsNeverReadAsNothing() {
        GroupWeights thin = new GroupWeights(999_999, 1, List.of());

        assertThat(thin.share()).isEqualTo(new Weight(1));
        assertThat(thin.gives(new Weight(1))).isFalse();
        assertThat(new GroupWeights(0, 0, List.of()).share()).isEqualTo(Weight.ZERO);
    }
}
