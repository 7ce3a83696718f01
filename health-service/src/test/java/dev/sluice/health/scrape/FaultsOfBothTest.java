package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.health.scrape.TwoVersions.Trouble;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A database that both versions need is away for a while. Somebody else reads their pages, each instance at a moment of its
 * own, and we look at what is there at moments of ours: what both have must accuse nobody, whenever it begins and ends.
 */
class FaultsOfBothTest {
    private static final int WORLDS = 30;
    private static final double BROKEN = 450;

    @ParameterizedTest
    @EnumSource
    void accuseNobody(Trouble trouble) {
        List<String> accused = LongStream.range(0, WORLDS)
                .parallel()
                .mapToObj(seed -> new TwoVersions(seed, trouble, TwoVersions.NEVER))
                .filter(world -> world.accusedAt() < TwoVersions.NEVER)
                .map(TwoVersions::toString)
                .toList();

        assertThat(accused).isEmpty();
    }

    /** The same worlds, in which the candidate alone breaks later. Where scrapes fail it may take some more. */
    @ParameterizedTest
    @EnumSource
    void hideNothingThatTheCandidateHasAlone(Trouble trouble) {
        List<String> missed = LongStream.range(0, WORLDS)
                .parallel()
                .mapToObj(seed -> new TwoVersions(seed, trouble, BROKEN))
                .filter(world -> {
                    double delay = world.accusedAt() - BROKEN;
                    return !(delay > 0 && delay < world.soon());
                })
                .map(TwoVersions::toString)
                .toList();

        assertThat(missed).isEmpty();
    }
}
