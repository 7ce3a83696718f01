package dev.sluice.traffic.cloudflare;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** The adapter against {@link CloudflareServer}. */
final class CloudflareRig implements RouterRig {
    private final HttpClient client = HttpClient.newHttpClient();
    final CloudflareServer server = new CloudflareServer();
    private final ServerSocket silent = Sockets.silent();

    CloudflareRig() throws IOException {}

    TrafficRouter router(URI url, String token, Duration limit) {
        CloudRouter.Cloudflare plan = new CloudRouter.Cloudflare(
                new Name("edge"),
                false,
                CloudflareServer.ZONE,
                CloudflareServer.BALANCER,
                CloudflareServer.STABLE,
                CloudflareServer.CANDIDATE,
                SecretRef.ofEnv("CLOUDFLARE_TOKEN"),
                Optional.of(url));
        return new CloudflareRouter(plan, ref -> token, client, limit);
    }

    /** A busy machine is no reason to fail: only what is meant to hang has the short limit. */
    @Override
    public TrafficRouter router() {
        return router(server.url(), CloudflareServer.TOKEN, Duration.ofSeconds(5));
    }

    @Override
    public TrafficRouter unreachable() {
        try {
            return router(
                    URI.create("http://127.0.0.1:" + Sockets.free()), CloudflareServer.TOKEN, Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TrafficRouter hanging() {
        return router(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                CloudflareServer.TOKEN,
                Duration.ofMillis(500));
    }

    @Override
    public Sent send(int requests) {
        int candidate = 0;
        for (int i = 0; i < requests; i++) {
            candidate += server.route() ? 1 : 0;
        }
        return new Sent(requests - candidate, candidate, 0);
    }

    /** It knows no headers. */
    @Override
    public Sent send(int requests, HeaderMatch header) {
        return send(requests);
    }

    @Override
    public boolean latches() {
        return true;
    }

    @Override
    public boolean counts() {
        return false;
    }

    @Override
    public boolean headers() {
        return false;
    }

    @Override
    public boolean tellsRights() {
        return false;
    }

    @Override
    public Optional<Weight> impossible() {
        return Optional.of(Weight.parse("0.5%"));
    }

    /** As when somebody sets it up anew. */
    @Override
    public void restart() {
        try {
            server.forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
        try {
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
