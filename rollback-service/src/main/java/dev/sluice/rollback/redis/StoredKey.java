package dev.sluice.rollback.redis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One key in an archive.
 *
 * @param expiresAt the server's time when it expires, in ms; 0 when it does not
 * @param print of key, type and value, whatever their encoding
 * @param dump what DUMP gave, for RESTORE
 */
record StoredKey(byte[] key, String type, long expiresAt, long print, byte[] dump) {
    private static final int KEY = 1;
    private static final int END = 0;

    boolean expires() {
        return expiresAt > 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(KEY);
        out.writeInt(key.length);
        out.write(key);
        out.writeUTF(type);
        out.writeLong(expiresAt);
        out.writeLong(print);
        out.writeInt(dump.length);
        out.write(dump);
    }

    static void writeEnd(DataOutputStream out, long count) throws IOException {
        out.writeByte(END);
        out.writeLong(count);
    }

    /** The next key; empty at the end, of which {@code read} must be the number of keys. */
    static Optional<StoredKey> read(DataInputStream in, long read) throws IOException {
        int kind = in.readByte();
        if (kind == END) {
            long count = in.readLong();
            if (count != read || in.read() >= 0) {
                throw new IOException("expected " + count + " keys and the end, found " + read + " and something else");
            }
            return Optional.empty();
        }
        if (kind != KEY) {
            throw new IOException("neither a key nor the end");
        }
        return Optional.of(new StoredKey(bytes(in), in.readUTF(), in.readLong(), in.readLong(), bytes(in)));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException("the part ends within a key");
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredKey stored
                && Arrays.equals(key, stored.key)
                && print == stored.print
                && expiresAt == stored.expiresAt;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }
}
