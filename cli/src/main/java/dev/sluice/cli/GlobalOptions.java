package dev.sluice.cli;

import dev.sluice.cli.http.Service;
import dev.sluice.cli.view.Format;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
final class GlobalOptions {
    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "traffic-service (else SLUICE_URL, else http://127.0.0.1:8081)")
    private Optional<URI> traffic = Optional.empty();

    @Option(
            names = "--health-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "health-service (else SLUICE_HEALTH_URL, else http://127.0.0.1:8082)")
    private Optional<URI> health = Optional.empty();

    @Option(
            names = "--rollback-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "rollback-service (else SLUICE_ROLLBACK_URL, else http://127.0.0.1:8083)")
    private Optional<URI> rollback = Optional.empty();

    @Option(
            names = "--notifier-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "notifier-service (else SLUICE_NOTIFIER_URL, else http://127.0.0.1:8084)")
    private Optional<URI> notifier = Optional.empty();

    @Option(
            names = "--api-key-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "a file that holds the API key (else the variable SLUICE_API_KEY)")
    private Optional<Path> apiKeyFile = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            completionCandidates = Format.Names.class,
            description = "table (default), json or yaml")
    private Format format = Format.TABLE;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "no colour on the terminal (also: the variable NO_COLOR)")
    private boolean noColor;

    Optional<URI> url(Service service) {
        return switch (service) {
            case TRAFFIC -> traffic;
            case HEALTH -> health;
            case ROLLBACK -> rollback;
            case NOTIFIER -> notifier;
        };
    }

    Optional<Path> apiKeyFile() {
        return apiKeyFile;
    }

    Format format() {
        return format;
    }

    boolean noColor() {
        return noColor;
    }
}
