package dev.sluice.health.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Asked;
import dev.sluice.health.TestCertificate;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSourceTest {
    private static final Span LIMIT = Span.ofSeconds(5);

    private static Sample ask(Reading reading, Unit unit, HostNames names, Span limit) {
        Source.Network network = new Source.Network(new Name("network"), limit);
        return Asked.of(new NetworkSource(network, names, InstantSource.system()), reading, unit);
    }

    private static Sample ask(Reading reading, Unit unit) {
        return ask(reading, unit, new HostNames(), LIMIT);
    }

    private static Sample.Value value(Sample sample) {
        assertThat(sample).isInstanceOf(Sample.Value.class);
        return (Sample.Value) sample;
    }

    private static String refused(int port) {
        return "127.0.0.1 port " + port + ": Connection refused";
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    }

    private static int nobodysPort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static Reading.Certificate certificate(String host, int port) {
        return new Reading.Certificate("tcp://" + host + ":" + port, Optional.empty());
    }

    @Test
    void aPortIsReachableWhenItAccepts() throws IOException {
        try (ServerSocket server = listening()) {
            Reading reading = new Reading.Reachable("tcp://127.0.0.1:" + server.getLocalPort());

            assertThat(value(ask(reading, Unit.COUNT)).value()).isEqualTo(1);
        }
    }

    @Test
    void aPortThatRefusesIsNotAndThatIsAFact() throws IOException {
        int port = nobodysPort();

        Sample.Value refused = value(ask(new Reading.Reachable("tcp://127.0.0.1:" + port), Unit.COUNT));

        assertThat(refused.value()).isZero();
        assertThat(refused.detail()).contains(refused(port));
    }

    @Test
    void aHostWithSeveralAddressesIsReachableWhenOneAccepts() throws IOException {
        try (ServerSocket server = listening()) {
            HostNames names = new HostNames(
                    host -> new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")});
            Reading reading = new Reading.Reachable("tcp://db.internal:" + server.getLocalPort());

            assertThat(value(ask(reading, Unit.COUNT, names, LIMIT)).value()).isEqualTo(1);
        }
    }

    @Test
    void connectingTakesTheTimeThatItTakesInTheMetricsUnit() throws IOException {
        try (ServerSocket server = listening()) {
            Reading reading = new Reading.Connect("tcp://localhost:" + server.getLocalPort());

            assertThat(value(ask(reading, Unit.SECONDS)).value()).isPositive().isLessThan(5);
            assertThat(value(ask(reading, Unit.MILLISECONDS)).value())
                    .isPositive()
                    .isLessThan(5_000);
        }
    }

    @Test
    void whereNobodyAcceptsNoTimeIsKnown() throws IOException {
        int port = nobodysPort();

        assertThat(ask(new Reading.Connect("tcp://127.0.0.1:" + port), Unit.SECONDS))
                .isEqualTo(new Sample.Failed(refused(port)));
    }

    @Test
    void aNameHasAddressesOrNone() {
        HostNames nothing = new HostNames(host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });

        assertThat(value(ask(new Reading.Resolves("localhost"), Unit.COUNT)).value())
                .isGreaterThanOrEqualTo(1);
        Sample.Value none = value(ask(new Reading.Resolves("db.invalid"), Unit.COUNT, nothing, LIMIT));
        assertThat(none.value()).isZero();
        assertThat(none.detail()).contains("db.invalid: Name or service not known");
        assertThat(value(ask(new Reading.Reachable("tcp://db.invalid:1"), Unit.COUNT, nothing, LIMIT))
                        .value())
                .isZero();
    }

    @Test
    void aResolverInTroubleIsNoAnswer() {
        HostNames troubled = new HostNames(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        });
        Sample unknown =
                new Sample.Failed("the resolver could not tell: db.invalid: Temporary failure in name resolution");

        assertThat(ask(new Reading.Resolves("db.invalid"), Unit.COUNT, troubled, LIMIT))
                .isEqualTo(unknown);
        assertThat(ask(new Reading.Reachable("tcp://db.invalid:1"), Unit.COUNT, troubled, LIMIT))
                .isEqualTo(unknown);
        assertThat(ask(certificate("db.invalid", 1), Unit.DAYS, troubled, LIMIT))
                .isEqualTo(unknown);
    }

    @Test
    void aCertificateStaysValidUntilItEnds(@TempDir Path folder) throws Exception {
        try (TlsServer server = new TlsServer(TestCertificate.valid(folder, "fresh", "-1d", 31))) {
            Sample.Value days = value(ask(certificate("127.0.0.1", server.port()), Unit.DAYS));

            assertThat(days.value()).isCloseTo(30, within(0.1));
            assertThat(days.detail())
                    .hasValueSatisfying(words -> assertThat(words).startsWith("CN=fresh is valid until 20"));
            TlsServer.Visitor visitor = server.visitors().poll(10, TimeUnit.SECONDS);
            assertThat(visitor).isEqualTo(new TlsServer.Visitor(List.of(), 0));
        }
    }

    @Test
    void oneThatHasEndedOrNotBegunIsBelowZero(@TempDir Path folder) throws Exception {
        try (TlsServer past = new TlsServer(TestCertificate.valid(folder, "past", "-30d", 20));
                TlsServer future = new TlsServer(TestCertificate.valid(folder, "future", "+2d", 20))) {
            assertThat(value(ask(certificate("127.0.0.1", past.port()), Unit.DAYS))
                            .value())
                    .isCloseTo(-10, within(0.1));
            assertThat(value(ask(certificate("127.0.0.1", future.port()), Unit.HOURS))
                            .value())
                    .isCloseTo(-48, within(0.5));
        }
    }

    @Test
    void aServerIsAskedForItsName(@TempDir Path folder) throws Exception {
        try (TlsServer server = new TlsServer(TestCertificate.made(folder, "named"))) {
            String address = "tcp://127.0.0.1:" + server.port();
            Reading other = new Reading.Certificate(address, Optional.of("shop.example.com"));
            HostNames names = new HostNames(host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")});

            value(ask(other, Unit.DAYS));
            value(ask(certificate("web.example.com", server.port()), Unit.DAYS, names, LIMIT));

            assertThat(server.visitors().poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new TlsServer.Visitor(List.of("shop.example.com"), 0));
            assertThat(server.visitors().poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new TlsServer.Visitor(List.of("web.example.com"), 0));
        }
    }

    @Test
    void aServerThatWantsOurCertificateHasShownItsOwn(@TempDir Path folder) throws Exception {
        try (TlsServer server = new TlsServer(TestCertificate.valid(folder, "mutual", "-1d", 11))) {
            server.wantsACertificate();

            assertThat(value(ask(certificate("127.0.0.1", server.port()), Unit.DAYS))
                            .value())
                    .isCloseTo(10, within(0.1));
        }
    }

    @Test
    void aServerThatShakesNoHandsHasNone() throws IOException {
        try (ServerSocket silent = listening()) {
            long began = System.nanoTime();

            Sample sample = ask(
                    certificate("127.0.0.1", silent.getLocalPort()), Unit.DAYS, new HostNames(), Span.ofMillis(300));

            assertThat(sample)
                    .isEqualTo(new Sample.Failed("no certificate was shown: no handshake within the time limit"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aReadingOfAnotherSourceFails() {
        assertThat(ask(new Reading.Status(), Unit.COUNT)).isInstanceOf(Sample.Failed.class);
    }
}
