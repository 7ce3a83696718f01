package dev.sluice.system;

import dev.sluice.local.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Free loopback ports. */
public final class Ports {
    private static final int ATTEMPTS = 100;
    /** The four services, and room for a second instance of each, ten above. */
    private static final int BLOCK = 14;

    private Ports() {}

    public static int free() {
        return FreePorts.choose(1).getFirst();
    }

    /** The first of 14 free ports side by side. */
    public static int freeBlock() {
        return IntStream.range(0, ATTEMPTS)
                .map(attempt -> free())
                .filter(first -> first + BLOCK < 65_536)
                .filter(first -> IntStream.range(first, first + BLOCK).allMatch(Ports::isFree))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + BLOCK + " free ports side by side"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
