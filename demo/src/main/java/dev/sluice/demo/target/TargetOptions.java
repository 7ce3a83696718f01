package dev.sluice.demo.target;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.Settings;
import java.util.Map;
import java.util.Set;

/**
 * What a target is started with: port 0 takes a free one, the version is what it answers with, and the seed decides
 * which requests fail when the error rate is above 0, so that a run can be repeated.
 */
public record TargetOptions(int port, String version, long seed) {
    public TargetOptions {
        if (!version.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")) {
            throw new InvalidInput(
                    "--version", "expected 1 to 64 letters, digits, dots, dashes, got \"" + version + "\"");
        }
    }

    /** Options from the command line, or from TARGET_PORT, TARGET_VERSION and TARGET_SEED. */
    static TargetOptions read(String[] arguments, Map<String, String> environment) {
        Settings settings = Settings.read(arguments, environment, "TARGET", Set.of("port", "version", "seed"));
        return new TargetOptions(
                settings.port("port", 8080),
                settings.text("version").orElse("1.0.0"),
                settings.number("seed", 1, Long.MAX_VALUE));
    }
}
