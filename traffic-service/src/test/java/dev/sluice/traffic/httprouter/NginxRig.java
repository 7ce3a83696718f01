package dev.sluice.traffic.httprouter;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.traffic.port.Proxied;
import dev.sluice.traffic.port.Upstream;
import java.io.IOException;
import java.net.URI;

/** A real nginx between counting servers. */
final class NginxRig extends HttpRouterRig {
    private final Upstream stable = new Upstream("stable");
    private final Upstream candidate = new Upstream("candidate");
    final NginxProcess nginx = new NginxProcess(stable, candidate);
    final Proxied clients = new Proxied(nginx.port);

    NginxRig() throws Exception {}

    @Override
    URI url() {
        return nginx.admin();
    }

    @Override
    public Sent send(int requests) {
        return clients.send(requests);
    }

    @Override
    public Sent send(int requests, HeaderMatch header) {
        return clients.send(requests, header);
    }

    @Override
    public void restart() {
        try {
            nginx.restart();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        super.close();
        clients.close();
        try {
            nginx.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            stable.close();
            candidate.close();
        }
    }
}
