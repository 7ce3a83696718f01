package dev.sluice.rollback.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts and digests what passes, and brings it to the disk before it is closed where there is a file below. */
final class Counted extends FilterOutputStream {
    private final MessageDigest digest = sha256();
    private final @Nullable FileChannel file;
    private long bytes;

    Counted(OutputStream into, @Nullable FileChannel file) {
        super(into);
        this.file = file;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
        out.write(buffer, from, length);
        digest.update(buffer, from, length);
        bytes += length;
    }

    @Override
    public void close() throws IOException {
        flush();
        if (file != null && file.isOpen()) {
            file.force(true);
        }
        super.close();
    }

    long bytes() {
        return bytes;
    }

    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
