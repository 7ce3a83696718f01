package dev.sluice.system.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file of measured cases, one JSON line each, in the order in which they were measured. The last of a case counts. */
final class Lines {
    private final Path file;

    Lines(Path file) {
        this.file = file;
    }

    /** By the cell's id. */
    Map<String, Cell> read() {
        Map<String, Cell> cells = new LinkedHashMap<>();
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .map(Cell::parse)
                        .forEach(cell -> cells.put(cell.id(), cell));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cells;
    }

    void append(List<Cell> cells) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file,
                    cells.stream().map(Cell::line).toList(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
