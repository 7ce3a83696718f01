package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.Weight;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerWeightsTest {
    @Test
    void whatIsReturnedIsExactAndLeast() {
        for (int stable = 1; stable <= 7; stable++) {
            for (int candidate = 1; candidate <= 7; candidate++) {
                for (int points = 0; points <= 10_000; points++) {
                    check(new Weight(points), stable, candidate);
                }
            }
        }
    }

    private static void check(Weight weight, int stable, int candidate) {
        Optional<ServerWeights> found = ServerWeights.exact(weight, stable, candidate);
        ServerWeights least = ServerWeights.least(weight, stable, candidate);
        long all = (long) least.stable() * stable + (long) least.candidate() * candidate;
        boolean exact = (long) least.candidate() * candidate * 10_000 == weight.basisPoints() * all;
        boolean coprime = gcd(least.stable(), least.candidate()) == 1;
        boolean fits = least.stable() <= 256 && least.candidate() <= 256;
        assertThat(exact && coprime && all > 0 && fits == found.isPresent())
                .as("%s with %d and %d servers: %s", weight, stable, candidate, least)
                .isTrue();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Test
    void everyWholePercentFitsForEqualGroupsAndMostOthers() {
        for (int percent = 0; percent <= 100; percent++) {
            for (int servers = 1; servers <= 50; servers++) {
                assertThat(ServerWeights.exact(Weight.percent(percent), servers, servers))
                        .as("%d%% on %d", percent, servers)
                        .isPresent();
            }
        }
    }

    @Test
    void examples() {
        assertThat(ServerWeights.exact(Weight.percent(5), 2, 2)).contains(new ServerWeights(19, 1));
        assertThat(ServerWeights.exact(Weight.percent(20), 3, 1)).contains(new ServerWeights(4, 3));
        assertThat(ServerWeights.exact(Weight.ZERO, 3, 1)).contains(new ServerWeights(1, 0));
        assertThat(ServerWeights.exact(Weight.FULL, 3, 1)).contains(new ServerWeights(0, 1));
        assertThat(ServerWeights.exact(Weight.parse("0.01%"), 1, 1)).isEmpty();
        assertThat(ServerWeights.exact(Weight.parse("0.5%"), 1, 1)).contains(new ServerWeights(199, 1));
    }
}
