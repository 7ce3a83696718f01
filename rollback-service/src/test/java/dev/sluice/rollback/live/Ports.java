package dev.sluice.rollback.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports below the range from which outgoing connections are given theirs. */
final class Ports {
    private static final int LOWEST = 10_000;
    private static final int ABOVE_HIGHEST = 22_000;

    private Ports() {}

    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    /** A node of a Redis cluster also listens 10,000 above its port. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (java.net.BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
