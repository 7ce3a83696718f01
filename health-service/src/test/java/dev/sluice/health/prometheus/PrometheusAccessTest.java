package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Login;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.health.Page;
import dev.sluice.health.TestCertificate;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and whose word is taken: against servers that show one answer. */
class PrometheusAccessTest {
    private static final String SHOWN =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[100.5,\"1\"]}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Calls calls = new Calls(client);
    private final Page page = new Page().shows(SHOWN);
    private final Path folder;

    PrometheusAccessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Sample ask(URI url, Map<String, String> headers, Optional<Login> basic, Optional<Path> ca) {
        Source.Prometheus source = new Source.Prometheus(
                new Name("prom"),
                url,
                Span.ofSeconds(5),
                Span.ofSeconds(5),
                headers,
                Optional.empty(),
                basic,
                ca.map(Path::toString));
        return PrometheusSourceTest.ask(new PrometheusSource(source, calls), "1");
    }

    private Login login(String password) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), password);
        return new Login("reader", new SecretRef(Optional.empty(), Optional.of(file.toString())));
    }

    @AfterEach
    void close() {
        page.close();
        client.close();
    }

    @Test
    void sendsTheTenantAlong() {
        Sample sample = ask(page.url(), Map.of("X-Scope-OrgID", "ledger"), Optional.empty(), Optional.empty());
        assertThat(sample).isInstanceOf(Sample.Value.class);
        assertThat(page.header("X-Scope-OrgID")).isEqualTo("ledger");
        assertThat(page.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void sendsNameAndPasswordAsTheyAreNow() throws IOException {
        Optional<Login> login = Optional.of(login("pässword\n"));
        assertThat(ask(page.url(), Map.of(), login, Optional.empty())).isInstanceOf(Sample.Value.class);
        assertThat(page.authorization()).as("reader:pässword").isEqualTo("Basic cmVhZGVyOnDDpHNzd29yZA==");
        login("rotated");
        assertThat(ask(page.url(), Map.of(), login, Optional.empty())).isInstanceOf(Sample.Value.class);
        assertThat(page.authorization()).as("reader:rotated").isEqualTo("Basic cmVhZGVyOnJvdGF0ZWQ=");
    }

    @Test
    void saysThatAPasswordIsWrongAndNeverTellsIt() throws IOException {
        page.answers(401);
        assertThat(ask(page.url(), Map.of(), Optional.of(login("wrong")), Optional.empty()))
                .isEqualTo(new Sample.Failed(page.url() + ": no right to read: answered 401", true));
        Login missing = new Login("reader", SecretRef.ofEnv("SLUICE_TEST_NOT_SET"));
        assertThat(ask(page.url(), Map.of(), Optional.of(missing), Optional.empty()))
                .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                        .contains("SLUICE_TEST_NOT_SET"));
        assertThat(page.requests()).as("without the secret it is not asked").isEqualTo(1);
    }

    @Test
    void takesTheWordOfThePlansAuthorityAlone() throws Exception {
        TestCertificate right = TestCertificate.made(folder, "right");
        TestCertificate other = TestCertificate.made(folder, "other");
        try (Page secure = new Page(right).shows(SHOWN)) {
            assertThat(ask(secure.url(), Map.of(), Optional.empty(), Optional.empty()))
                    .as("an authority that nobody knows")
                    .isInstanceOf(Sample.Failed.class);
            Path ca = Files.copy(other.pem(), folder.resolve("ca.pem"));
            assertThat(ask(secure.url(), Map.of(), Optional.empty(), Optional.of(ca)))
                    .as("another authority")
                    .isInstanceOf(Sample.Failed.class);
            Files.copy(right.pem(), ca, StandardCopyOption.REPLACE_EXISTING);
            assertThat(ask(secure.url(), Map.of(), Optional.empty(), Optional.of(ca)))
                    .as("the file was rotated")
                    .isInstanceOf(Sample.Value.class);
        }
    }

    @Test
    void namesTheFileThatHoldsNoCertificates() throws IOException {
        URI https = URI.create("https://127.0.0.1:1");
        for (Path file : new Path[] {
            folder.resolve("none.pem"),
            Files.createFile(folder.resolve("empty.pem")),
            Files.writeString(folder.resolve("text.pem"), "no certificate")
        }) {
            assertThat(ask(https, Map.of(), Optional.empty(), Optional.of(file)))
                    .isEqualTo(new Sample.Failed(
                            https + ": the file " + file + ", which should hold certificates in PEM, can't be read"));
        }
    }
}
