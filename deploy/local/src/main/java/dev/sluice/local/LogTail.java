package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of one log file, and what is written to it later. */
final class LogTail {
    private static final int LOOK_BACK_BYTES = 256 << 10;

    private final Path file;
    private long position;

    LogTail(Path file) {
        this.file = file;
    }

    /** The last {@code lines} lines (of the last 256 KiB); the next {@link #fresh} goes on after them. */
    List<String> last(int lines) {
        long size = size();
        position = Math.max(0, size - LOOK_BACK_BYTES);
        List<String> read = fresh();
        return read.subList(Math.max(0, read.size() - lines), read.size());
    }

    /** The complete lines written since the last call; from the beginning when the file was replaced. */
    List<String> fresh() {
        long size = size();
        if (size < position) {
            position = 0;
        }
        if (size == position) {
            return List.of();
        }
        byte[] bytes = read(size);
        int end = lastLineEnd(bytes);
        position += end;
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    private byte[] read(long size) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size - position, 1 << 20));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                continue;
            }
            return java.util.Arrays.copyOf(buffer.array(), buffer.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }
}
