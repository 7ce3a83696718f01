package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void noPortIsGivenTwice() {
        Set<Integer> row = new HashSet<>();
        int first = FreePorts.inARow(14);
        IntStream.range(first, first + 14).forEach(row::add);

        List<Integer> later = FreePorts.choose(3_000);

        assertThat(later).doesNotHaveDuplicates().doesNotContainAnyElementsOf(row);
    }
}
