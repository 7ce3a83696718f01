package dev.sluice.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for 127.0.0.1 that vouches for itself, made by the JDK's own keytool.
 *
 * @param pem the certificate
 * @param server what a server needs to show it
 */
public record TestCertificate(Path pem, SSLContext server) {
    private static final String PASSWORD = "of-a-test";

    public static TestCertificate made(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        return valid(folder, name, "-1H", 90);
    }

    /** @param from when its validity begins, as keytool has it: {@code -30d} is 30 days ago */
    public static TestCertificate valid(Path folder, String name, String from, int days)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        List<String> pair = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name));
        pair.addAll(List.of("-ext", "san=ip:127.0.0.1", "-startdate", from, "-validity", String.valueOf(days)));
        keytool(keys, pair);
        keytool(keys, List.of("-exportcert", "-rfc", "-file", pem.toString()));
        return new TestCertificate(pem, context(keys));
    }

    private static void keytool(Path keys, List<String> task) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(task);
        command.addAll(List.of("-alias", "test", "-keystore", keys.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
