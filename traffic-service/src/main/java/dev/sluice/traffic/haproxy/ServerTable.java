package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers of one backend as {@code show servers state} lists them. */
record ServerTable(String backend, Map<String, Server> servers) {
    /**
     * One server.
     *
     * @param running whether health checks let it serve
     * @param maint whether it is in maintenance, for whatever cause
     * @param drain whether it takes no new clients
     */
    record Server(int weight, boolean running, boolean maint, boolean drain) {
        /** The weight with which it takes part in the split. */
        int share() {
            return maint || drain ? 0 : weight;
        }
    }

    /** Bits of srv_admin_state: forced, inherited, by DNS and by host name; not 0x04, which only remembers its cause. */
    private static final int MAINT = 0x01 | 0x02 | 0x20 | 0x40;

    private static final int DRAIN = 0x08 | 0x10;

    static ServerTable parse(String backend, String reply) throws Refused {
        List<String> lines = reply.lines().toList();
        if (lines.size() < 2 || !lines.get(1).startsWith("# ")) {
            throw new Refused("backend " + backend + ": " + reply.strip());
        }
        List<String> columns = List.of(lines.get(1).substring(2).split(" "));
        Map<String, Server> servers = new LinkedHashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            List<String> cells = List.of(line.split(" "));
            int admin = number(columns, cells, "srv_admin_state");
            servers.put(
                    cells.get(columns.indexOf("srv_name")),
                    new Server(
                            number(columns, cells, "srv_uweight"),
                            number(columns, cells, "srv_op_state") != 0,
                            (admin & MAINT) != 0,
                            (admin & DRAIN) != 0));
        }
        return new ServerTable(backend, servers);
    }

    /** The named servers, or a refusal that names the missing ones and lists those that exist. */
    List<Server> named(List<String> names) throws Refused {
        List<String> missing =
                names.stream().filter(name -> !servers.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new Refused("backend " + backend + " has no server " + String.join(", ", missing) + ": it has "
                    + String.join(", ", servers.keySet()));
        }
        return names.stream()
                .flatMap(name -> Stream.ofNullable(servers.get(name)))
                .toList();
    }

    private static int number(List<String> columns, List<String> cells, String column) throws Refused {
        int index = columns.indexOf(column);
        if (index < 0 || index >= cells.size()) {
            throw new Refused("show servers state has no column " + column + ": HAProxy 2.6 or newer is needed");
        }
        return Integer.parseInt(cells.get(index));
    }
}
