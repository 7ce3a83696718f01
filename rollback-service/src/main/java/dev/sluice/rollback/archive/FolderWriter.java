package dev.sluice.rollback.archive;

import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.StoreFailure;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes parts as files: packed first, then sealed. Safe for several threads, each with parts of its own. */
public final class FolderWriter implements ArchiveWriter {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final long SPARE_BYTES = 64L << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final String id;
    private final Sealing sealing;
    private final List<Manifest.Part> parts = new ArrayList<>();

    FolderWriter(Path folder, String id, Sealing sealing) {
        this.folder = folder;
        this.id = id;
        this.sealing = sealing;
    }

    @Override
    public void reserve(long bytes) throws StoreFailure {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free - SPARE_BYTES < bytes) {
                throw StoreFailure.lasting("the disk of " + folder + " has " + (free >> 20)
                        + " MiB left, and the backup" + " may take " + (bytes >> 20) + " MiB");
            }
        } catch (IOException e) {
            throw StoreFailure.passing("the free space of " + folder + " can't be told: " + e.getMessage(), e);
        }
    }

    @Override
    public OutputStream part(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.endsWith(".json")) {
            throw new IllegalArgumentException("not the name of a part: " + name);
        }
        FileChannel file = Disk.create(folder.resolve(name));
        Counted stored = new Counted(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES), file);
        Counted raw = new Counted(new Packed(sealing.seal(stored, FolderReader.place(id, name))), null);
        return new FilterOutputStream(raw) {
            private boolean closed;

            @Override
            public void write(byte[] buffer, int from, int length) throws IOException {
                raw.write(buffer, from, length);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    raw.close();
                    note(new Manifest.Part(name, raw.bytes(), stored.bytes(), stored.sha256Hex()));
                }
            }
        };
    }

    private synchronized void note(Manifest.Part part) {
        parts.add(part);
    }

    /** The parts that were closed, by name. */
    public synchronized List<Manifest.Part> parts() {
        return parts.stream().sorted(Comparator.comparing(Manifest.Part::name)).toList();
    }

    /** The fastest level: what is packed is text for the most part, and time counts more than the last tenth of it. */
    private static final class Packed extends GZIPOutputStream {
        Packed(OutputStream into) throws IOException {
            super(into, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
