package dev.sluice.demo.router;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import java.net.ConnectException;
import java.util.List;

/**
 * Finds a connection for each request. Runs on the event loop only, so a split that was replaced is in force for every
 * request whose connection is ready after it: nothing follows an old split, not even a request that waited for its
 * connection. An upstream that refuses the connection is passed over for the next of the same side; the other side is
 * never asked instead. A failure here is answered with 502 by the proxy.
 */
final class Dispatcher implements OriginRequestProvider {
    private final HttpClient client;
    private final RouterOptions options;
    private final SplitRegister register;
    private final SideChooser chooser = new SideChooser();
    private int turn;
    private volatile Counts counts = new Counts(0, 0);

    Dispatcher(HttpClient client, RouterOptions options, SplitRegister register) {
        this.client = client;
        this.options = options;
        this.register = register;
    }

    Counts counts() {
        return counts;
    }

    @Override
    public Future<HttpClientRequest> create(ProxyContext context) {
        return connect(context.request().headers());
    }

    private Future<HttpClientRequest> connect(MultiMap headers) {
        long revision = register.revision();
        Side side = chooser.choose(register.split(), headers);
        List<Upstream> upstreams =
                switch (side) {
                    case STABLE -> options.stable();
                    case CANDIDATE -> options.candidate();
                };
        return reach(upstreams, turn++, upstreams.size()).transform(reached -> {
            if (reached.succeeded() && revision != register.revision()) {
                reached.result().reset();
                return connect(headers);
            }
            counts = counts.plus(side);
            return reached.succeeded()
                    ? Future.succeededFuture(reached.result())
                    : Future.failedFuture(reached.cause());
        });
    }

    private Future<HttpClientRequest> reach(List<Upstream> upstreams, int first, int left) {
        if (left == 0) {
            return Future.failedFuture(new ConnectException("no upstream of this side can be reached"));
        }
        Upstream upstream = upstreams.get(Math.floorMod(first, upstreams.size()));
        return client.request(new RequestOptions().setHost(upstream.host()).setPort(upstream.port()))
                .recover(refused -> reach(upstreams, first + 1, left - 1));
    }
}
