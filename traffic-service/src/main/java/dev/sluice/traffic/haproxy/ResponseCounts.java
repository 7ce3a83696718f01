package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many final responses each server of one backend has given, from {@code show stat}: the sum of hrsp_2xx to hrsp_5xx
 * and hrsp_other. HAProxy adds an interim response (100, 103) to hrsp_1xx beside the final one, so that column would count
 * such requests twice and is left out, and with it upgrades to WebSocket (101). Not counted either: requests that no
 * server answered, for which HAProxy itself said 502, 503 or 504. In TCP mode the columns are empty and all counts 0.
 * Beside them, from scur, how many connections to each server are in use: requests that run, and what is held open.
 */
record ResponseCounts(Map<String, Long> servers, Map<String, Long> inUse) {
    private static final List<String> COLUMNS = List.of("hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other");

    /** The command: 4 selects the servers only. */
    static String command(String backend) {
        return "show stat " + backend + " 4 -1";
    }

    /**
     * The command that finds the servers of every proxy. By a name HAProxy finds the first proxy of that name, which is
     * the frontend where a frontend and a backend are called alike, and a frontend has no servers.
     */
    static String commandForAll() {
        return "show stat -1 4 -1";
    }

    /** Whether a reply has its header and no server. */
    static boolean hasNoServer(String reply) {
        return reply.startsWith("# pxname,") && reply.strip().lines().count() == 1;
    }

    static ResponseCounts parse(String backend, String reply) throws Refused {
        List<String> lines = reply.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("# pxname,")) {
            throw new Refused("backend " + backend + ": " + reply.strip());
        }
        List<String> header = List.of(lines.getFirst().substring(2).split(",", -1));
        Map<String, Long> servers = new LinkedHashMap<>();
        Map<String, Long> inUse = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(",", -1));
            if (!cells.get(header.indexOf("pxname")).equals(backend)) {
                continue;
            }
            long sum = 0;
            for (String column : COLUMNS) {
                sum += number(header, cells, column);
            }
            String server = cells.get(header.indexOf("svname"));
            servers.put(server, sum);
            inUse.put(server, number(header, cells, "scur"));
        }
        return new ResponseCounts(servers, inUse);
    }

    private static long number(List<String> header, List<String> cells, String column) {
        String cell = cells.get(header.indexOf(column));
        return cell.isEmpty() ? 0 : Long.parseLong(cell);
    }

    long inUse(Collection<String> names) {
        return names.stream().mapToLong(name -> inUse.getOrDefault(name, 0L)).sum();
    }

    long of(List<String> names) {
        return names.stream().mapToLong(name -> servers.getOrDefault(name, 0L)).sum();
    }

    long all() {
        return servers.values().stream().mapToLong(Long::longValue).sum();
    }
}
