package dev.sluice.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds docs/faults.md against the cases that were measured, and those against the promise. */
class FaultTableIT {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void theDocumentIsWhatWasMeasured() throws IOException {
        Map<String, Cell> cells = new Lines(DOCS.resolve("faults.jsonl")).read();
        assertThat(Files.readString(DOCS.resolve("faults.md")))
                .as("docs/faults.md; renew it with ./sluice faults --document --write docs/faults.md")
                .isEqualTo(new Table(cells).document());
    }

    @Test
    void everyCaseIsMeasuredAndKeepsThePromise() {
        Map<String, Cell> cells = new Lines(DOCS.resolve("faults.jsonl")).read();
        assertThat(cells.keySet()).containsExactlyInAnyOrderElementsOf(Table.ids());
        assertThat(cells.values()).allMatch(Cell::kept);
        assertThat(cells.values()).extracting(Cell::end).containsOnly("RolloutRolledBack");
    }
}
