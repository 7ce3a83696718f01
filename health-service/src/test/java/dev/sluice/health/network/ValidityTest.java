package dev.sluice.health.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.health.TestCertificate;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidityTest {
    private static X509Certificate read(TestCertificate made) throws Exception {
        try (InputStream file = Files.newInputStream(made.pem())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    @Test
    void ofAChainTheOneThatEndsFirstCounts(@TempDir Path folder) throws Exception {
        X509Certificate own = read(TestCertificate.valid(folder, "own", "-1d", 91));
        X509Certificate between = read(TestCertificate.valid(folder, "between", "-1d", 4));

        Validity validity = Validity.of(List.of(own, between), Instant.now());

        assertThat(validity.left().toHours()).isBetween(70L, 72L);
        assertThat(validity.words()).startsWith("CN=between is valid until ");
    }

    @Test
    void aSubjectIsCut(@TempDir Path folder) throws Exception {
        String long64 = "x".repeat(64);
        X509Certificate wordy = read(TestCertificate.valid(folder, long64 + ",O=" + long64, "-1d", 2));

        assertThat(Validity.of(List.of(wordy), Instant.now()).words()).hasSizeLessThan(180);
    }
}
