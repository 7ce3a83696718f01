package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Loopback ports that nobody listened on at the moment of the question. They lie below the range from which Linux and
 * macOS give ports to outgoing connections: one of those could take a port between the question and its use. None is
 * given twice in the life of a process, which may use it long after it asked.
 */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int ABOVE_HIGHEST = 30_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** Answers {@code count} different free ports; another process may take one before it is used. */
    public static List<Integer> choose(int count) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            chosen.add(inARow(1));
        }
        return List.copyOf(chosen);
    }

    /** The first of {@code count} free ports side by side; another process may take one before it is used. */
    public static synchronized int inARow(int count) {
        for (int tries = 0; tries < TRIES; tries++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST - count);
            List<Integer> row = IntStream.range(first, first + count).boxed().toList();
            if (row.stream().noneMatch(GIVEN::contains) && areFree(row)) {
                GIVEN.addAll(row);
                return first;
            }
        }
        throw new UncheckedIOException(new IOException("no " + count + " free ports in a row on the loopback address"));
    }

    private static boolean areFree(List<Integer> ports) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            ports.forEach(port -> hold(port).ifPresent(held::add));
            return held.size() == ports.size();
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
