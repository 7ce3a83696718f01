package dev.sluice.health.network;

import dev.sluice.health.call.CallFailed;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that a server shows in a TLS handshake. They are read, not trusted: nothing is sent over such a
 * connection. A server that ends the handshake afterwards, since it wants a certificate of ours, has shown them.
 */
final class ServedCertificates {
    private ServedCertificates() {}

    /** Takes down whatever is shown. */
    private static final class Witness extends X509ExtendedTrustManager {
        private volatile List<X509Certificate> shown = List.of();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how, Socket socket) {
            shown = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how, SSLEngine engine) {
            shown = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how) {
            shown = List.of(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how, Socket socket) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /**
     * As the server shows them, its own first. Closes the connection.
     *
     * @param serverName whom it is asked for; empty for nobody in particular
     */
    static List<X509Certificate> read(Socket connected, List<String> serverName, Duration limit) throws CallFailed {
        Witness witness = new Witness();
        CompletableFuture<Void> handshake = new CompletableFuture<>();
        Thread.ofVirtual().name("handshake").start(() -> shake(connected, serverName, witness, handshake));
        try {
            handshake.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return shown(witness, "no handshake within the time limit");
        } catch (ExecutionException e) {
            return shown(
                    witness,
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailed("interrupted");
        } finally {
            Dialled.close(connected);
        }
        return shown(witness, "the server has none");
    }

    private static List<X509Certificate> shown(Witness witness, String otherwise) throws CallFailed {
        if (witness.shown.isEmpty()) {
            throw new CallFailed("no certificate was shown: " + otherwise);
        }
        return witness.shown;
    }

    private static void shake(
            Socket connected, List<String> serverName, Witness witness, CompletableFuture<Void> handshake) {
        String address = connected.getInetAddress().getHostAddress();
        try (SSLSocket secured = (SSLSocket)
                context(witness).getSocketFactory().createSocket(connected, address, connected.getPort(), true)) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setServerNames(
                    serverName.stream().<SNIServerName>map(SNIHostName::new).toList());
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            handshake.complete(null);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            handshake.completeExceptionally(e);
        }
    }

    /** One of its own for each handshake: a session that is resumed shows nothing. */
    private static SSLContext context(Witness witness) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {witness}, null);
        return context;
    }
}
