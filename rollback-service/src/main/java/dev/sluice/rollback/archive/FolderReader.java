package dev.sluice.rollback.archive;

import dev.sluice.rollback.port.ArchiveReader;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads parts as {@link FolderWriter} wrote them. One whose digest is not the manifest's fails at its end. */
final class FolderReader implements ArchiveReader {
    private static final int BUFFER_BYTES = 1 << 16;
    private final Path folder;
    private final Manifest manifest;
    private final Sealing sealing;

    FolderReader(Path folder, Manifest manifest, Sealing sealing) {
        this.folder = folder;
        this.manifest = manifest;
        this.sealing = sealing;
    }

    /** A part can't be put in another's place, nor in another backup. */
    static String place(String backup, String part) {
        return backup + "/" + part;
    }

    @Override
    public List<String> parts() {
        return manifest.parts().stream().map(Manifest.Part::name).toList();
    }

    @Override
    public long bytes() {
        return manifest.parts().stream().mapToLong(Manifest.Part::bytes).sum();
    }

    @Override
    public InputStream part(String name) throws IOException {
        Manifest.Part part = manifest.parts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("backup " + manifest.id() + " has no part " + name));
        DigestInputStream stored = new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(folder.resolve(name)), BUFFER_BYTES), Counted.sha256());
        try {
            InputStream raw = new GZIPInputStream(sealing.open(stored, place(manifest.id(), name)), BUFFER_BYTES);
            return new Proven(raw, stored, part);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    /** At the end of what it read, all that is stored must be what was written. */
    private static final class Proven extends FilterInputStream {
        private final DigestInputStream stored;
        private final Manifest.Part part;
        private boolean proven;
        private long bytes;

        Proven(InputStream raw, DigestInputStream stored, Manifest.Part part) {
            super(raw);
            this.stored = stored;
            this.part = part;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = in.read(buffer, from, length);
            if (read >= 0) {
                bytes += read;
            } else if (!proven) {
                prove();
            }
            return read;
        }

        private void prove() throws IOException {
            stored.transferTo(java.io.OutputStream.nullOutputStream());
            String found = HexFormat.of().formatHex(stored.getMessageDigest().digest());
            proven = true;
            if (!found.equals(part.sha256()) || bytes != part.bytes()) {
                throw new IOException("part " + part.name() + " is not what was written: its digest differs");
            }
        }
    }
}
