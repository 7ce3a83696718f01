package dev.sluice.health.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Login;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Asked;
import dev.sluice.health.TestCertificate;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.registry.RegistryServer.Door;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySourceTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final String IMAGE = "shop/checkout:5.1";
    private static final String MANIFEST = "HEAD /v2/shop/checkout/manifests/5.1 ";
    private static final String TOKEN = "GET /token?scope=repository%3Ashop%2Fcheckout%3Apull&service=registry.test ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final RegistryServer registry = new RegistryServer(Optional.empty());
    private final RegistryServer other = new RegistryServer(Optional.empty());
    private SecretRef secret = SecretRef.ofEnv("SLUICE_TEST_NOT_SET");

    @BeforeEach
    void writeSecret(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\n");
        secret = new SecretRef(Optional.empty(), Optional.of(file.toString()));
    }

    @AfterEach
    void close() {
        registry.close();
        other.close();
        client.close();
    }

    private Sample ask(URI url, Optional<SecretRef> bearer, Optional<Login> basic, Optional<String> ca, String image) {
        Source.Registry source = new Source.Registry(new Name("registry"), url, bearer, basic, ca, Span.ofSeconds(5));
        return Asked.of(
                new RegistrySource(source, new Calls(client), InstantSource.fixed(NOW)),
                new Reading.Image(image),
                Unit.COUNT);
    }

    private Sample ask(String image) {
        return ask(registry.url(), Optional.empty(), Optional.empty(), Optional.empty(), image);
    }

    private Sample askAs(String user) {
        return ask(registry.url(), Optional.empty(), Optional.of(new Login(user, secret)), Optional.empty(), IMAGE);
    }

    private static Sample value(double value) {
        return new Sample.Value(value, NOW);
    }

    private Sample failed(String why, boolean noRight) {
        return new Sample.Failed(registry.url() + ": " + why, noRight);
    }

    @Test
    void anImageIsThereOrNot() {
        String digest = "sha256:" + "0f".repeat(32);
        registry.has(IMAGE, "library/shop/checkout:" + digest);

        assertThat(ask(IMAGE)).isEqualTo(value(1));
        assertThat(ask("library/shop/checkout@" + digest)).isEqualTo(value(1));
        assertThat(ask("shop/checkout:5.2")).isEqualTo(value(0));
        assertThat(ask("shop/nothing:5.1")).isEqualTo(value(0));
        assertThat(registry.heard()).startsWith(MANIFEST + "null");
    }

    @Test
    void aTokenIsFetchedByGuests() {
        registry.has(IMAGE).wants(Door.TOKEN, "");

        assertThat(ask(IMAGE)).isEqualTo(value(1));
        assertThat(registry.heard()).containsExactly(MANIFEST + "null", TOKEN + "null", MANIFEST + "Bearer a-token");
        assertThat(ask("shop/checkout:5.2")).isEqualTo(value(0));
    }

    @Test
    void aTokenIsFetchedWithThePasswordWhichGoesNowhereElse() {
        registry.has(IMAGE).wants(Door.TOKEN, "sluice:s3cret");

        assertThat(askAs("sluice")).isEqualTo(value(1));
        assertThat(registry.heard())
                .containsExactly(MANIFEST + "null", TOKEN + "Basic c2x1aWNlOnMzY3JldA==", MANIFEST + "Bearer a-token");
    }

    @Test
    void whoIsNotKnownHasNoRightAndThatIsNoMissingImage() {
        registry.has(IMAGE).wants(Door.TOKEN, "sluice:s3cret");
        String reason = "no right to read: who gives the tokens, 127.0.0.1, answered 401";

        assertThat(askAs("somebody")).isEqualTo(failed(reason, true));
        assertThat(ask(IMAGE)).isEqualTo(failed(reason, true));
    }

    @Test
    void aPasswordIsSentWhereItIsDemanded() {
        registry.has(IMAGE).wants(Door.PASSWORD, "sluice:s3cret");

        assertThat(askAs("sluice")).isEqualTo(value(1));
        assertThat(registry.heard()).startsWith(MANIFEST + "null");
        assertThat(askAs("somebody")).isEqualTo(failed("no right to read: the registry answered 401", true));
        assertThat(ask(IMAGE)).isEqualTo(failed("no right to read: the registry wants a name and a password", true));
    }

    @Test
    void aTokenOfThePlanIsShownAtOnceAndNoneIsFetched() {
        registry.has(IMAGE).wants(Door.TOKEN, "");

        Sample sample = ask(registry.url(), Optional.of(secret), Optional.empty(), Optional.empty(), IMAGE);

        assertThat(sample).isEqualTo(failed("no right to read: the registry answered 401", true));
        assertThat(registry.heard()).containsExactly(MANIFEST + "Bearer s3cret");
    }

    @Test
    void aRedirectIsFollowedWithoutSayingWhoAsks() {
        String path = "/v2/shop/checkout/manifests/5.1";
        other.has(IMAGE);
        registry.sends(path, other.url() + path);

        Sample sample = ask(registry.url(), Optional.of(secret), Optional.empty(), Optional.empty(), IMAGE);

        assertThat(sample).isEqualTo(value(1));
        assertThat(other.heard()).containsExactly(MANIFEST + "null");
    }

    @Test
    void aRedirectInACircleEnds() {
        String path = "/v2/shop/checkout/manifests/5.1";
        registry.sends(path, path);

        assertThat(ask(IMAGE)).isEqualTo(failed("redirected more than 3 times", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http:///v2/", "//me:pw@127.0.0.1/v2/", "ht tp://x"})
    void aRedirectLeadsToAnAddressOfTheWeb(String to) {
        registry.sends("/v2/shop/checkout/manifests/5.1", to);

        assertThat(ask(IMAGE)).isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                .contains("expected an", "address, found " + to));
    }

    @Test
    void aServerThatIsNoRegistryHasNoSay() {
        assertThat(ask(IMAGE)).as("an empty registry").isEqualTo(value(0));
        registry.has(IMAGE).shows("text/html; charset=utf-8");
        assertThat(ask(IMAGE))
                .isEqualTo(failed("expected a manifest, found text/html; charset=utf-8: is it a registry?", false));
        registry.wants(Door.NONE, "");
        assertThat(ask(IMAGE)).isEqualTo(failed("answered 404, and 404 at /v2/: is it a registry?", false));
        registry.close();
        assertThat(ask(IMAGE)).isEqualTo(failed("connection refused", false));
    }

    @Test
    void certificatesOfThePlanVouchForRegistryAndTokensAndNothingLeadsOutOfTls(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.made(folder, "registry");
        Optional<String> ca = Optional.of(certificate.pem().toString());
        try (RegistryServer secure = new RegistryServer(Optional.of(certificate))) {
            secure.has(IMAGE).wants(Door.TOKEN, "");

            assertThat(ask(secure.url(), Optional.empty(), Optional.empty(), ca, IMAGE))
                    .isEqualTo(value(1));
            assertThat(ask(secure.url(), Optional.empty(), Optional.empty(), Optional.empty(), IMAGE))
                    .isInstanceOf(Sample.Failed.class);

            secure.realm(registry.url() + "/token");
            assertThat(ask(secure.url(), Optional.empty(), Optional.of(new Login("sluice", secret)), ca, IMAGE))
                    .isEqualTo(new Sample.Failed(secure.url() + ": led from https to " + registry.url() + "/token"));
            assertThat(registry.heard()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer service=\"x\"", "Digest realm=\"x\"", "", "Negotiate"})
    void aChallengeThatNobodyUnderstandsIsUnknown(String header) {
        assertThat(Challenge.of(List.of(header))).isEqualTo(new Challenge.Unknown());
    }

    @Test
    void aTokenGoesBeforeAPassword() {
        assertThat(Challenge.of(List.of("Basic realm=\"r\"", "bearer realm=https://a/t, Service=\"s\"")))
                .isEqualTo(new Challenge.Token("https://a/t", Optional.of("s"), Optional.empty()));
    }
}
