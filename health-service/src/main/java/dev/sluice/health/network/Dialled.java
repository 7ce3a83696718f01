package dev.sluice.health.network;

import dev.sluice.health.call.CallFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What became of an attempt to connect. */
sealed interface Dialled {
    /**
     * Somebody accepted.
     *
     * @param socket the caller's, to be closed
     * @param took without the time that the name took
     */
    record Connected(Socket socket, Duration took) implements Dialled {}

    /** Nobody did: the name is not there, or each of its addresses refused, or let us wait. */
    record Nobody(String why) implements Dialled {}

    /**
     * Connects to a host's addresses, one after another, each with its part of the time that is left.
     *
     * @throws CallFailed when nobody could tell the host's address
     */
    static Dialled dial(HostNames names, Endpoint to, Duration limit) throws CallFailed {
        long deadline = System.nanoTime() + limit.toNanos();
        return switch (names.find(to.host(), limit)) {
            case Found.None none -> new Nobody(none.why());
            case Found.Addresses addresses -> dial(addresses.list(), to.port(), deadline);
        };
    }

    private static Dialled dial(List<InetAddress> addresses, int port, long deadline) {
        Dialled dialled = new Nobody("no address");
        for (int i = 0; i < addresses.size() && dialled instanceof Nobody; i++) {
            long share = (deadline - System.nanoTime()) / (addresses.size() - i);
            dialled = dial(new InetSocketAddress(addresses.get(i), port), Duration.ofNanos(Math.max(0, share)));
        }
        return dialled;
    }

    private static Dialled dial(InetSocketAddress to, Duration limit) {
        // What a system property says about proxies is not about this address.
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            long began = System.nanoTime();
            socket.connect(to, Math.toIntExact(Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit.toNanos()))));
            return new Connected(socket, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            close(socket);
            String where = to.getAddress().getHostAddress() + " port " + to.getPort();
            return new Nobody(where + ": " + (e instanceof SocketTimeoutException ? "no answer" : e.getMessage()));
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, whatever the other side makes of it.
        }
    }
}
