package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a router is started with. Both ports are bound on loopback; 0 takes a free one. The candidate side may be empty:
 * requests sent there are answered with 502.
 */
public record RouterOptions(int port, int adminPort, List<Upstream> stable, List<Upstream> candidate) {
    public RouterOptions {
        stable = List.copyOf(stable);
        candidate = List.copyOf(candidate);
        if (stable.isEmpty()) {
            throw new InvalidInput("--stable", "expected at least one host:port");
        }
    }

    /** Options from the command line, or from ROUTER_PORT, ROUTER_ADMIN_PORT, ROUTER_STABLE and ROUTER_CANDIDATE. */
    static RouterOptions read(String[] arguments, Map<String, String> environment) {
        Settings settings =
                Settings.read(arguments, environment, "ROUTER", Set.of("port", "admin-port", "stable", "candidate"));
        return new RouterOptions(
                settings.port("port", 8088),
                settings.port("admin-port", 8089),
                side(settings, "stable"),
                side(settings, "candidate"));
    }

    private static List<Upstream> side(Settings settings, String name) {
        return settings.list(name).stream()
                .map(text -> Upstream.read("--" + name, text))
                .toList();
    }
}
