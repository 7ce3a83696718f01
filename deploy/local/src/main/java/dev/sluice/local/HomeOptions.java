package dev.sluice.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the project and its running state are. */
final class HomeOptions {
    @Option(
            names = "--root",
            hidden = true,
            paramLabel = "DIR",
            defaultValue = "${env:SLUICE_ROOT:-.}",
            description = "the project's folder")
    Path root = Path.of(".");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:SLUICE_HOME:-}",
            description = "folder for data, logs and pid files (SLUICE_HOME; .sluice in the project unless set)")
    Path home = Path.of("");

    Path homeFolder() {
        return (home.toString().isEmpty() ? root.resolve(".sluice") : home)
                .toAbsolutePath()
                .normalize();
    }
}
