package dev.sluice.demo.workload;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a supervisor is started with.
 *
 * @param port bound on loopback; 0 takes a free one
 * @param name of the workload: its address is {@code /workloads/NAME}
 * @param ready what answers 200 while the program takes requests
 * @param state the file in which it is kept what was asked for, so that nothing comes back after a restart
 * @param command the program, of which it starts one instance
 */
public record SupervisorOptions(int port, String name, URI ready, Path state, List<String> command) {
    private static final String COMMAND_FOLLOWS = "--";

    public SupervisorOptions {
        command = List.copyOf(command);
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new InvalidInput("--name", "expected lower case letters, digits and dashes, got \"" + name + "\"");
        }
        if (command.isEmpty()) {
            throw new InvalidInput(COMMAND_FOLLOWS, "expected the program and its arguments after it");
        }
    }

    /** Options from the command line, or from SUPERVISOR_PORT and so on; the program stands behind {@code --}. */
    static SupervisorOptions read(String[] arguments, Map<String, String> environment) {
        List<String> all = Arrays.asList(arguments);
        int end = all.contains(COMMAND_FOLLOWS) ? all.indexOf(COMMAND_FOLLOWS) : all.size();
        Settings settings = Settings.read(
                all.subList(0, end).toArray(String[]::new),
                environment,
                "SUPERVISOR",
                Set.of("port", "name", "ready", "state"));
        return new SupervisorOptions(
                settings.port("port", 7001),
                required(settings, "name"),
                url(required(settings, "ready")),
                Path.of(required(settings, "state")),
                all.subList(Math.min(end + 1, all.size()), all.size()));
    }

    private static String required(Settings settings, String name) {
        return settings.text(name).orElseThrow(() -> new InvalidInput("--" + name, "missing"));
    }

    private static URI url(String text) {
        if (!text.matches("http://[^/\\s]+/\\S*")) {
            throw new InvalidInput("--ready", "expected http://host:port/path, got \"" + text + "\"");
        }
        return URI.create(text);
    }
}
