package dev.sluice.cli.command;

import dev.sluice.cli.Surroundings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** In whose name a command is given. */
final class RequesterOptions {
    @Option(names = "--by", paramLabel = "WHO", description = "who asks (else SLUICE_BY, else the name of the user)")
    private Optional<String> by = Optional.empty();

    String who(Surroundings around) {
        return by.or(() -> around.variable("SLUICE_BY"))
                .or(() -> around.variable("USER"))
                .orElseGet(() -> System.getProperty("user.name", "unknown"));
    }
}
