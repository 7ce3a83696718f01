package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Session;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.cli.plan.PlanSummary;
import dev.sluice.cli.view.Output;
import dev.sluice.cli.view.Tone;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks plans where they lie, without a network. Every plan is told, also after a bad one. */
@Command(
        name = "lint",
        description = {
            "Checks plans, without a network.",
            "Each is ok, with what it means once its defaults are in it, or not, with the field and what was",
            "expected there."
        })
final class LintCommand extends SluiceCommand {
    @Option(
            names = {"-f", "--file"},
            required = true,
            arity = "1..*",
            paramLabel = "PLAN",
            description = "plans, YAML or JSON; - is standard input")
    private List<String> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "set a field of every plan by its path")
    private List<Assignment> changes = new ArrayList<>();

    LintCommand(Session session) {
        super(session);
    }

    /** A plan, or why it is none. */
    private record Finding(String file, Optional<Plan> plan, Optional<Refusal> refusal) {}

    @Override
    ExitCode run() {
        List<Finding> findings =
                files.stream().map(file -> look(file, session().around().in())).toList();
        Output output = session().output();
        output.document(document(findings), () -> findings.forEach(finding -> print(output, finding)));
        return findings.stream().allMatch(finding -> finding.plan().isPresent()) ? ExitCode.OK : ExitCode.USAGE;
    }

    private Finding look(String file, InputStream in) {
        try {
            return new Finding(
                    file, Optional.of(PlanFile.read(file, in, changes).plan()), Optional.empty());
        } catch (Refusal e) {
            return new Finding(file, Optional.empty(), Optional.of(e));
        }
    }

    private static ObjectNode document(List<Finding> findings) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode plans = document.putArray("plans");
        for (Finding finding : findings) {
            ObjectNode node = plans.addObject();
            node.put("file", finding.file());
            node.put("ok", finding.plan().isPresent());
            finding.refusal().ifPresent(refusal -> {
                node.put("field", refusal.field());
                node.put("expected", refusal.expected());
            });
            finding.plan().ifPresent(plan -> node.setAll(new PlanSummary(plan).document()));
        }
        return document;
    }

    private static void print(Output output, Finding finding) {
        finding.refusal()
                .ifPresent(refusal -> output.line(
                        output.paint().as(Tone.BAD, "err") + "  " + finding.file() + "  " + refusal.getMessage()));
        finding.plan().ifPresent(plan -> {
            PlanSummary summary = new PlanSummary(plan);
            output.line(output.paint().as(Tone.GOOD, "ok ") + "  " + finding.file() + "  " + summary.headline());
            output.table(summary.stages("     "));
            summary.rules().forEach(rule -> output.line("     " + rule));
        });
    }
}
