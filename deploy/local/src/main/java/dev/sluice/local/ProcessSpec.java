package dev.sluice.local;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process to be started.
 *
 * @param name its name in messages, and of its log file
 * @param command the program and its arguments
 * @param environment what is added to this process's own environment
 * @param port the TCP port that it will listen on
 * @param readiness the address that answers 200 when the process is ready; without one, an accepted
 *     connection on the port is enough
 */
public record ProcessSpec(
        String name, List<String> command, Map<String, String> environment, int port, Optional<URI> readiness) {

    /** Copies the collections. */
    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Where people and clients reach it. */
    public String address() {
        return (readiness.isPresent() ? "http://127.0.0.1:" : "127.0.0.1:") + port;
    }
}
