package dev.sluice.health.haproxy;

import dev.sluice.chassis.haproxy.StatsSocket;
import dev.sluice.events.plan.Source;
import dev.sluice.health.scrape.Place;
import dev.sluice.health.scrape.Unread;
import dev.sluice.health.scrape.Watched;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One version's servers as an HAProxy counts them. It takes all of them or gives nothing: a server that is not there is
 * no server without errors.
 *
 * @param fresh how long ago a server's last request may be for its times to say something
 */
public record CountedServers(String address, Source.Servers servers, Duration fresh) implements Place {
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** The servers of both versions. */
    public static Watched watched(Source.HaproxyStats source) {
        Duration fresh = source.staleAfter().duration();
        return new Watched(
                List.of(new CountedServers(source.address(), source.candidate(), fresh)),
                source.stable()
                        .map(stable -> List.<Place>of(new CountedServers(source.address(), stable, fresh)))
                        .orElse(List.of()),
                source.every(),
                source.timeout(),
                source.staleAfter());
    }

    @Override
    public Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) throws Unread {
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        for (ServerRow row : rows(limit)) {
            new ServerSeries(row, fresh).add(names, series);
        }
        return series;
    }

    /**
     * By a name HAProxy finds the first proxy of that name, which is the frontend where a frontend and a backend are
     * called alike, and a frontend has no servers. Then, and where it finds nothing, the servers of all are asked for.
     */
    private List<ServerRow> rows(Duration limit) throws Unread {
        long deadline = System.nanoTime() + limit.toNanos();
        String first = ask("show stat " + servers.backend() + " 4 -1", limit);
        List<ServerRow> ofBackend =
                first.startsWith("No such proxy") ? List.of() : ServerRow.ofBackend(servers.backend(), first);
        if (ofBackend.isEmpty()) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            String all = ask("show stat -1 4 -1", left.isPositive() ? left : MOMENT);
            ofBackend = ServerRow.ofBackend(servers.backend(), all);
            if (ofBackend.isEmpty()) {
                throw Unread.because("there is no such backend with servers: expected one of "
                        + String.join(", ", ServerRow.backends(all)));
            }
        }
        return named(ofBackend);
    }

    private List<ServerRow> named(List<ServerRow> rows) throws Unread {
        if (servers.servers().isEmpty()) {
            return rows;
        }
        List<String> known = rows.stream().map(ServerRow::server).toList();
        List<String> missing =
                servers.servers().stream().filter(name -> !known.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw Unread.because(
                    "it has no server " + String.join(", ", missing) + ": it has " + String.join(", ", known));
        }
        return rows.stream()
                .filter(row -> servers.servers().contains(row.server()))
                .toList();
    }

    private String ask(String command, Duration limit) throws Unread {
        try {
            String reply = new StatsSocket(address).ask(List.of(command), limit).getFirst();
            if (reply.startsWith("Permission denied")) {
                throw Unread.noRight(reply.strip());
            }
            return reply;
        } catch (SocketTimeoutException e) {
            throw new Unread("no answer within " + limit.toMillis() + "ms", e);
        } catch (IOException e) {
            String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unread("can't be reached: " + said, e);
        }
    }

    @Override
    public String toString() {
        return "HAProxy at " + address + ", backend " + servers.backend();
    }
}
