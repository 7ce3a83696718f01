package dev.sluice.traffic.envoy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** What a rig with a real Envoy and one with the small server have in common. */
abstract class EnvoyRig implements RouterRig {
    final HttpClient client = HttpClient.newHttpClient();
    private final ServerSocket silent = Sockets.silent();

    EnvoyRig() throws IOException {}

    abstract int adminPort();

    /** True for the candidate, false for stable, empty for a request that failed. */
    abstract Optional<Boolean> request(boolean header);

    /** A busy machine is no reason to fail: only what is meant to hang has the short limit. */
    @Override
    public TrafficRouter router() {
        return new EnvoyRouter(EnvoyPlans.plan(adminPort()), client, Duration.ofSeconds(5));
    }

    @Override
    public TrafficRouter unreachable() {
        try {
            return new EnvoyRouter(EnvoyPlans.plan(Sockets.free()), client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TrafficRouter hanging() {
        return new EnvoyRouter(EnvoyPlans.plan(silent.getLocalPort()), client, Duration.ofMillis(500));
    }

    @Override
    public Sent send(int requests) {
        return send(requests, false);
    }

    @Override
    public Sent send(int requests, HeaderMatch header) {
        return send(requests, true);
    }

    private Sent send(int requests, boolean header) {
        int[] sides = new int[3];
        for (int i = 0; i < requests; i++) {
            sides[request(header).map(candidate -> candidate ? 1 : 0).orElse(2)]++;
        }
        return new Sent(sides[0], sides[1], sides[2]);
    }

    @Override
    public boolean latches() {
        return true;
    }

    @Override
    public Optional<Weight> impossible() {
        return Optional.empty();
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
