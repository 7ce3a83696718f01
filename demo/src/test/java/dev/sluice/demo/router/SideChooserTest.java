package dev.sluice.demo.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideChooserTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20, 33, 50, 67, 95, 99, 100})
    void everyHundredConsecutiveRequestsHoldExactlyThePercentage(int percent) {
        SideChooser chooser = new SideChooser();
        MultiMap none = MultiMap.caseInsensitiveMultiMap();
        Split split = new Split(percent, Optional.empty(), Optional.empty(), Stamp.NONE);
        List<Side> sides = IntStream.range(0, 400)
                .mapToObj(i -> chooser.choose(split, none))
                .toList();
        for (int first = 0; first <= 300; first++) {
            assertThat(sides.subList(first, first + 100).stream().filter(side -> side == Side.CANDIDATE))
                    .hasSize(percent);
        }
        // Evenly: any 10 consecutive ones are within one request of their fair part.
        for (int first = 0; first <= 390; first++) {
            long candidates = sides.subList(first, first + 10).stream()
                    .filter(side -> side == Side.CANDIDATE)
                    .count();
            assertThat(Math.abs(candidates - percent / 10.0)).isLessThan(1);
        }
    }
}
