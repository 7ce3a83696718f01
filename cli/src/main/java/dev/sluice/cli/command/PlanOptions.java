package dev.sluice.cli.command;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.events.value.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The plan that a command is about. */
final class PlanOptions {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "PLAN",
            description = "the plan, YAML or JSON; - is standard input")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "set a field of the plan by its path: version=5.2, stages[0].weight=10%%, speedup=60x")
    private List<Assignment> changes = new ArrayList<>();

    PlanFile read(InputStream in) {
        return read(file, changes, in);
    }

    /** The plan; ends the command when it can't be read or changed. */
    static PlanFile read(String file, List<Assignment> changes, InputStream in) {
        try {
            return PlanFile.read(file, in, changes);
        } catch (Refusal e) {
            String where = e.field().startsWith("--set") ? "" : file + ": ";
            throw new Failure(ExitCode.USAGE, where + e.getMessage(), e);
        }
    }
}
