package dev.sluice.health.network;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Unit;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The network as this service meets it. What it finds out is a value, be it bad; that it could not find out is none: a
 * port that refuses is not reachable, and says nothing about how long connecting takes.
 */
public final class NetworkSource implements MetricSource {
    private static final double NANOS = 1e9;

    private final Source.Network source;
    private final HostNames names;
    private final InstantSource clock;

    public NetworkSource(Source.Network source, HostNames names, InstantSource clock) {
        this.source = source;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public void sample(List<Metric> metrics, Consumer<Answer> to) {
        for (Metric metric : metrics) {
            Thread.ofVirtual().name("network").start(() -> to.accept(new Answer(metric, answer(metric))));
        }
    }

    @Override
    public void close() {}

    private Sample answer(Metric metric) {
        if (!(metric.read() instanceof Reading.OfNetwork asked)) {
            return new Sample.Failed("expected a reading of the network, found " + metric.read());
        }
        try {
            return read(asked, metric.unit(), clock.instant());
        } catch (CallFailed e) {
            return new Sample.Failed(e.reason());
        } catch (RuntimeException e) {
            return new Sample.Failed("could not be found out: " + e);
        }
    }

    private Sample read(Reading.OfNetwork asked, Unit unit, Instant at) throws CallFailed {
        return switch (asked) {
            case Reading.Reachable reachable -> reachable(reachable, at);
            case Reading.Connect connect -> connect(connect, unit, at);
            case Reading.Resolves resolves -> resolves(resolves, at);
            case Reading.Certificate certificate -> certificate(certificate, unit, at);
        };
    }

    private Sample reachable(Reading.Reachable reachable, Instant at) throws CallFailed {
        return switch (dial(reachable.address(), limit())) {
            case Dialled.Connected connected -> {
                Dialled.close(connected.socket());
                yield new Sample.Value(1, at);
            }
            case Dialled.Nobody nobody -> new Sample.Value(0, at, Optional.of(nobody.why()));
        };
    }

    private Sample connect(Reading.Connect connect, Unit unit, Instant at) throws CallFailed {
        Dialled.Connected connected = connected(connect.address(), limit());
        Dialled.close(connected.socket());
        return new Sample.Value(unit.fromBase(connected.took().toNanos() / NANOS), at);
    }

    private Sample resolves(Reading.Resolves resolves, Instant at) throws CallFailed {
        return switch (names.find(resolves.host(), limit())) {
            case Found.Addresses addresses -> new Sample.Value(addresses.list().size(), at);
            case Found.None none -> new Sample.Value(0, at, Optional.of(none.why()));
        };
    }

    private Sample certificate(Reading.Certificate certificate, Unit unit, Instant at) throws CallFailed {
        long deadline = System.nanoTime() + limit().toNanos();
        Dialled.Connected connected = connected(certificate.address(), limit());
        String host = Endpoint.of(certificate.address()).host();
        List<String> serverName = certificate
                .serverName()
                .or(() -> Optional.of(host).filter(NetworkSource::isName))
                .map(List::of)
                .orElse(List.of());
        List<X509Certificate> shown = ServedCertificates.read(
                connected.socket(), serverName, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        Validity validity = Validity.of(shown, at);
        return new Sample.Value(unit.fromBase(validity.left().toMillis() / 1e3), at, Optional.of(validity.words()));
    }

    /** An address is no name that a server could be asked for. */
    private static boolean isName(String host) {
        return host.chars().anyMatch(c -> Character.isLetter(c)) && host.indexOf(':') < 0;
    }

    private Dialled.Connected connected(String address, Duration limit) throws CallFailed {
        return switch (dial(address, limit)) {
            case Dialled.Connected connected -> connected;
            case Dialled.Nobody nobody -> throw new CallFailed(nobody.why());
        };
    }

    private Dialled dial(String address, Duration limit) throws CallFailed {
        return Dialled.dial(names, Endpoint.of(address), limit);
    }

    private Duration limit() {
        return source.timeout().duration();
    }
}
