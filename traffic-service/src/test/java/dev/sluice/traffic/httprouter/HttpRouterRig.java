package dev.sluice.traffic.httprouter;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
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

/** What a rig has that drives its router by the HTTP router contract. */
abstract class HttpRouterRig implements RouterRig {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerSocket silent = Sockets.silent();

    HttpRouterRig() throws IOException {}

    /** Under which it answers. */
    abstract URI url();

    static TrafficRouter router(HttpClient client, URI url, Duration limit) {
        return new HttpRouter(
                new Router.Http(new Name("edge"), false, url, Optional.empty()), ref -> "", client, limit);
    }

    /** A busy machine is no reason to fail: only what is meant to hang has the short limit. */
    @Override
    public TrafficRouter router() {
        return router(client, url(), Duration.ofSeconds(5));
    }

    @Override
    public TrafficRouter unreachable() {
        try {
            return router(client, URI.create("http://127.0.0.1:" + Sockets.free()), Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TrafficRouter hanging() {
        return router(client, URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(500));
    }

    @Override
    public boolean latches() {
        return true;
    }

    @Override
    public Optional<Weight> impossible() {
        return Optional.of(Weight.parse("0.5%"));
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
