package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Proxied;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real HAProxy with counting servers on both sides. */
final class HaproxyRig implements RouterRig {
    static final String HEAD = """
            global
              nbthread 2
              stats socket ${FOLDER}/admin.sock mode 600 level admin
              stats socket ipv4@127.0.0.1:${ADMIN} level admin
            defaults
              mode http
              timeout connect 1s
              timeout client 20s
              timeout server 20s
              retries 2
              option redispatch 1
            """;
    private static final String SIDES = """
            backend shop_stable
            ${STABLE}
            backend shop_candidate
            ${CANDIDATE_ALONE}
            """;
    private static final String LATCH = """
              acl latched str(shop.latch),map_str(${FOLDER}/shop.map,open) -m beg latched
              acl header_on str(shop.header),map_str(${FOLDER}/shop.map,off) -m str on
              acl canary_user req.hdr(x-canary-user) -m str true
              use_backend shop_stable if latched
              use_backend shop_candidate if header_on canary_user
            """;
    private static final String ONE_BACKEND = """
              default_backend shop
            backend shop
              balance roundrobin
              cookie side insert indirect nocache
            ${STABLE}
            ${CANDIDATE}
            """;
    /** Called as the backend is, as in deploy/haproxy/weights.cfg. */
    private static final String FRONTEND = "frontend shop\n  bind 127.0.0.1:${PORT}\n";

    static final String WEIGHTS = HEAD + FRONTEND + LATCH + ONE_BACKEND + SIDES;
    static final String WEIGHTS_WITHOUT_MAP = HEAD + FRONTEND + ONE_BACKEND;
    static final String PERCENT = HEAD + FRONTEND + """
              http-request set-var(txn.percent) str(shop),map_str(${FOLDER}/shop.map,0),add(0)
              http-request track-sc0 int(1) table slots
              http-request set-var(txn.step) sc_inc_gpc0(0),mul(txn.percent),mod(100),sub(txn.percent)
              acl candidates_turn var(txn.step) -m int lt 0
            """ + LATCH + """
              use_backend shop_candidate if candidates_turn
              default_backend shop_stable
            backend slots
              stick-table type integer size 64 store gpc0
            """ + SIDES;

    final HaproxyProcess haproxy;
    private final List<Upstream> stable = new ArrayList<>();
    private final List<Upstream> candidate = new ArrayList<>();
    final Proxied clients;
    private final ServerSocket silent = Sockets.silent();
    private final Layouts layout;

    /** What the plan says besides the address. */
    interface Layouts {
        Router.Haproxy plan(HaproxyProcess haproxy, Optional<String> otherAddress);

        Optional<Weight> impossible();
    }

    HaproxyRig(String configuration, int serversPerSide, Layouts layout) throws Exception {
        for (int i = 0; i < serversPerSide; i++) {
            stable.add(new Upstream("stable"));
            candidate.add(new Upstream("candidate"));
        }
        this.layout = layout;
        this.haproxy = new HaproxyProcess(configuration, stable, candidate);
        this.clients = new Proxied(haproxy.port);
    }

    static Layouts weights(int servers, boolean withMap) {
        return new Layouts() {
            @Override
            public Router.Haproxy plan(HaproxyProcess haproxy, Optional<String> otherAddress) {
                return new Router.Haproxy(
                        new Name("edge"),
                        false,
                        otherAddress.orElse(haproxy.tcp()),
                        Optional.of(new Router.Weights("shop", names("s", servers), names("c", servers))),
                        Optional.empty(),
                        withMap ? Optional.of(mapEntry(haproxy)) : Optional.empty());
            }

            @Override
            public Optional<Weight> impossible() {
                return Optional.of(new Weight(1));
            }
        };
    }

    static Layouts percent() {
        return new Layouts() {
            @Override
            public Router.Haproxy plan(HaproxyProcess haproxy, Optional<String> otherAddress) {
                return new Router.Haproxy(
                        new Name("edge"),
                        false,
                        otherAddress.orElse(haproxy.unix()),
                        Optional.empty(),
                        Optional.of(new Router.Percent("shop_stable", "shop_candidate")),
                        Optional.of(mapEntry(haproxy)));
            }

            @Override
            public Optional<Weight> impossible() {
                return Optional.of(Weight.parse("0.5%"));
            }
        };
    }

    static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    static Router.MapEntry mapEntry(HaproxyProcess haproxy) {
        return new Router.MapEntry(haproxy.mapFile().toString(), "shop");
    }

    @Override
    public TrafficRouter router() {
        return new HaproxyRouter(layout.plan(haproxy, Optional.empty()));
    }

    @Override
    public TrafficRouter unreachable() {
        return new HaproxyRouter(layout.plan(haproxy, Optional.of("unix://" + haproxy.folder + "/nobody.sock")));
    }

    @Override
    public TrafficRouter hanging() {
        return new HaproxyRouter(
                layout.plan(haproxy, Optional.of("tcp://127.0.0.1:" + silent.getLocalPort())), Duration.ofMillis(500));
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
    public boolean latches() {
        return layout.plan(haproxy, Optional.empty()).map().isPresent();
    }

    @Override
    public Optional<Weight> impossible() {
        return layout.impossible();
    }

    @Override
    public void restart() {
        try {
            haproxy.restart();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            clients.close();
            silent.close();
            haproxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            stable.forEach(Upstream::close);
            candidate.forEach(Upstream::close);
        }
    }
}
