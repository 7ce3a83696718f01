package dev.sluice.system.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network cable between two processes: a TCP port that hands everything on to another one. Pulled out, nothing passes in
 * either direction and nobody is told, as on a cut network: connections stand and are silent, new ones are not answered.
 * Plugged in again, what was under way arrives late, as TCP would send it again; the late write is part of the fault.
 */
final class Cable implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    private static final int PIECE = 16 << 10;

    private final ServerSocket door;
    private final int to;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private boolean out;
    private volatile boolean closed;

    /** A cable from a port of its own to {@code to}, plugged in. Nobody needs to listen there yet. */
    Cable(int to) {
        this(0, to);
    }

    Cable(int from, int to) {
        this.to = to;
        try {
            this.door = new ServerSocket(from, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where to connect in place of the other end. */
    int port() {
        return door.getLocalPort();
    }

    /** How many connections came so far, answered or not. */
    int accepted() {
        return accepted.get();
    }

    synchronized void pullOut() {
        out = true;
    }

    synchronized void plugIn() {
        out = false;
        notifyAll();
    }

    private synchronized void awaitPluggedIn() throws IOException {
        while (out && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (closed) {
            throw new IOException("the cable is gone");
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = door.accept();
                accepted.incrementAndGet();
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        try {
            awaitPluggedIn();
            sockets.add(far);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), CONNECT_MS);
            far.setTcpNoDelay(true);
            near.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> carry(near, far));
            carry(far, near);
        } catch (IOException unreachable) {
            drop(near);
            drop(far);
        }
    }

    private void carry(Socket from, Socket into) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                awaitPluggedIn();
                out.write(piece, 0, read);
            }
            awaitPluggedIn();
            into.shutdownOutput();
            if (from.isOutputShutdown()) {
                drop(from);
                drop(into);
            }
        } catch (IOException broken) {
            breakOff(from, into);
        }
    }

    /** A reset does not pass a cable that is out either. */
    private void breakOff(Socket one, Socket other) {
        try {
            awaitPluggedIn();
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
        drop(one);
        drop(other);
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        plugIn();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(this::drop);
    }
}
