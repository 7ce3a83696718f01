package dev.sluice.traffic.alb;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** AWS's own client against {@link ElbServer}. */
final class AlbRig implements RouterRig {
    static final String SECRET = "wJalrXUtnFEMIK7MDENG";
    final ElbServer server = new ElbServer();
    private final ServerSocket silent = Sockets.silent();
    private final String rule;

    AlbRig(String rule) throws IOException {
        this.rule = rule;
    }

    static AlbRouter router(String rule, URI url, Duration limit) {
        CloudRouter.Alb plan = new CloudRouter.Alb(
                new Name("edge"), false, "eu-central-1", rule, ElbServer.STABLE, ElbServer.CANDIDATE, Optional.of(url));
        return new AlbRouter(
                plan, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", SECRET)), limit);
    }

    /** A busy machine is no reason to fail: only what is meant to hang has the short limit. */
    @Override
    public TrafficRouter router() {
        return router(rule, server.url(), Duration.ofSeconds(10));
    }

    @Override
    public TrafficRouter unreachable() {
        try {
            return router(rule, URI.create("http://127.0.0.1:" + Sockets.free()), Duration.ofSeconds(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TrafficRouter hanging() {
        return router(rule, URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(500));
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
        return Optional.of(new Weight(1));
    }

    /** As when somebody makes the rule anew. */
    @Override
    public void restart() {
        server.forget();
    }

    @Override
    public void close() {
        server.close();
        try {
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
