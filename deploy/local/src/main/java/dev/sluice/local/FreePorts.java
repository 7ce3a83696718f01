package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports that nobody listened on at the moment of the question. They lie below the range from which Linux and
 * macOS give ports to outgoing connections: one of those could take a port between the question and its use.
 */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int ABOVE_HIGHEST = 30_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** Answers {@code count} different free ports; somebody else may take one before it is used. */
    public static List<Integer> choose(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int tries = 0; held.size() < count && tries < TRIES; tries++) {
                hold(ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST)).ifPresent(held::add);
            }
            if (held.size() < count) {
                throw new UncheckedIOException(new IOException("no free port on the loopback address"));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    private static Optional<ServerSocket> hold(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
