package dev.sluice.rollback.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** An archive and notes in memory. */
public final class InMemory implements ArchiveWriter, Notes {
    private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private long reserved;

    @Override
    public void reserve(long bytes) {
        reserved += bytes;
    }

    long reserved() {
        return reserved;
    }

    @Override
    public OutputStream part(String name) {
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                parts.put(name, toByteArray());
            }
        };
    }

    /** To be read. */
    public ArchiveReader reader() {
        return new ArchiveReader() {
            @Override
            public List<String> parts() {
                return List.copyOf(new TreeMap<>(parts).keySet());
            }

            @Override
            public long bytes() {
                return parts.values().stream().mapToLong(bytes -> bytes.length).sum();
            }

            @Override
            public InputStream part(String name) {
                return new ByteArrayInputStream(parts.get(name));
            }
        };
    }

    @Override
    public Optional<String> get(String name) {
        return Optional.ofNullable(notes.get(name));
    }

    @Override
    public void put(String name, String value) {
        notes.put(name, value);
    }
}
