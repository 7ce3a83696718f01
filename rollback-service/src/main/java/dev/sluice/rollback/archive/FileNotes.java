package dev.sluice.rollback.archive;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Notes in a small JSON file, which is replaced as a whole and on disk when {@code put} returns. */
final class FileNotes implements Notes {
    private final Path file;
    private final Map<String, String> notes;

    private FileNotes(Path file, Map<String, String> notes) {
        this.file = file;
        this.notes = notes;
    }

    static FileNotes in(Path file) throws StoreFailure {
        try {
            Optional<byte[]> text = Disk.read(file);
            Map<String, String> notes = new TreeMap<>();
            if (text.isPresent()) {
                notes.putAll(Json.WIRE.readValue(text.get(), new TypeReference<Map<String, String>>() {}));
            }
            return new FileNotes(file, notes);
        } catch (IOException e) {
            throw StoreFailure.passing("the notes in " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized Optional<String> get(String name) {
        return Optional.ofNullable(notes.get(name));
    }

    @Override
    public synchronized void put(String name, String value) throws StoreFailure {
        notes.put(name, value);
        try {
            Disk.replace(file, Json.WIRE.writeValueAsBytes(notes));
        } catch (IOException e) {
            throw StoreFailure.passing("a note can't be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
