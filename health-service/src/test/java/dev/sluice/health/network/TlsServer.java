package dev.sluice.health.network;

import dev.sluice.health.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Accepts on loopback, shakes hands, and takes down whom it was asked for and how many bytes were sent. */
final class TlsServer implements AutoCloseable {
    private final SSLServerSocket server;
    private final BlockingQueue<Visitor> visitors = new LinkedBlockingQueue<>();

    /** @param bytes what was sent over the connection, once it was made */
    record Visitor(List<String> askedFor, int bytes) {}

    TlsServer(TestCertificate certificate) throws IOException {
        server = (SSLServerSocket) certificate
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("tls-server").start(this::accept);
    }

    TlsServer wantsACertificate() {
        server.setNeedClientAuth(true);
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    BlockingQueue<Visitor> visitors() {
        return visitors;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
                int bytes = socket.getInputStream().readAllBytes().length;
                List<String> askedFor = ((ExtendedSSLSession) socket.getSession())
                        .getRequestedServerNames().stream()
                                .map(name -> new SNIHostName(name.getEncoded()).getAsciiName())
                                .toList();
                visitors.add(new Visitor(askedFor, bytes));
            } catch (IOException e) {
                // Closed, or a visitor without a certificate: the next one, if there is one.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
