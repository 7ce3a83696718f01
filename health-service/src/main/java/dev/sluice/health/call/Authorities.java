package dev.sluice.health.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One client for each file of certificates that a plan trusts, shared by all that name the file. A file that has changed
 * gets a new one; the one before goes when nothing uses it any more. Safe to use from any thread.
 */
final class Authorities {
    private static final int KEPT_MAX = 32;

    private final HttpClient pattern;
    private final Map<String, Trusting> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trusting> eldest) {
            return size() > KEPT_MAX;
        }
    };

    private record Trusting(byte[] pem, Calls calls) {}

    /** @param pattern what the clients are like, but for whom they trust */
    Authorities(HttpClient pattern) {
        this.pattern = pattern;
    }

    /** The file is read anew each time, since certificates are rotated. */
    Calls trusting(String file) throws CallFailed {
        try {
            byte[] pem = Files.readAllBytes(Path.of(file));
            return trusting(file, pem);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            CallFailed failure =
                    new CallFailed("the file " + file + ", which should hold certificates in PEM, can't be read");
            failure.initCause(e);
            throw failure;
        }
    }

    private synchronized Calls trusting(String file, byte[] pem) throws GeneralSecurityException, IOException {
        Trusting before = known.get(file);
        if (before != null && Arrays.equals(before.pem(), pem)) {
            return before.calls();
        }
        Trusting fresh = new Trusting(pem, new Calls(client(context(pem))));
        known.put(file, fresh);
        return fresh.calls();
    }

    private HttpClient client(SSLContext context) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(pattern.version())
                .followRedirects(pattern.followRedirects())
                .sslContext(context);
        pattern.connectTimeout().ifPresent(builder::connectTimeout);
        pattern.executor().ifPresent(builder::executor);
        return builder.build();
    }

    private static SSLContext context(byte[] pem) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (certificates.isEmpty()) {
            throw new IOException("no certificate");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
