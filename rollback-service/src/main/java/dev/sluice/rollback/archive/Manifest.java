package dev.sluice.rollback.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.Content;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup is. It is written last, once everything that it speaks of was read back; a folder without one is no
 * backup. It holds no secret: of a key only its fingerprint.
 *
 * @param encryption the fingerprint of the key, the first characters of a hash; absent when it is not encrypted
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Manifest(
        String id,
        Target target,
        RolloutId rollout,
        Name store,
        Instant takenAt,
        Instant keptUntil,
        long tookMs,
        Optional<String> encryption,
        List<Part> parts,
        List<Content> contents) {
    public Manifest {
        parts = List.copyOf(parts);
        contents = List.copyOf(contents);
    }

    /**
     * A file of the backup.
     *
     * @param bytes its size before it was packed
     * @param stored its size on disk
     * @param sha256 of what is on disk, in hex
     */
    public record Part(String name, long bytes, long stored, String sha256) {}

    /** The size on disk. */
    public long stored() {
        return parts.stream().mapToLong(Part::stored).sum();
    }
}
