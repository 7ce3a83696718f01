package dev.sluice.cli;

import dev.sluice.cli.command.Commands;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.view.Format;
import dev.sluice.events.value.Span;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command {@code sluice}. Every way that it can end is in {@link ExitCode}. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        version = "sluice 0.1.0-SNAPSHOT",
        description = {
            "Takes a new version from 0 %% to 100 %% of live traffic in stages, watches it at each,",
            "and puts everything back on the old version, by itself, when something goes wrong."
        },
        footer = {
            "",
            "A first rollout:",
            "  ./sluice up --detach                  start everything on this machine",
            "  ./sluice lint -f plan.yaml            is the plan right, and what does it mean?",
            "  ./sluice doctor -f plan.yaml          can its routers and sources be reached?",
            "  ./sluice start -f plan.yaml --dry-run what would be written where?",
            "  ./sluice start -f plan.yaml --wait    do it; the exit code is the outcome",
            "./sluice COMMAND --help tells more; docs/cli.md tells all of it."
        })
public final class Sluice {
    private static final int HELP_WIDTH = 100;

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    private Sluice() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs one command line to its end; the code is one of {@link ExitCode}. */
    static int run(Surroundings around, String... arguments) {
        return commandLine(around, List.of(arguments)).execute(arguments);
    }

    /** The command line with all that the arguments may mean, and with everything when they mean nothing. */
    static CommandLine commandLine(Surroundings around, List<String> arguments) {
        Sluice root = new Sluice();
        Session session = new Session(around, root.options);
        CommandLine line = new CommandLine(root);
        Commands.addTo(line, session, arguments);
        FailureHandlers failures = new FailureHandlers(session);
        line.setExecutionExceptionHandler(failures::execution);
        line.setParameterExceptionHandler(failures::parameters);
        line.registerConverter(Format.class, Format::parse);
        line.registerConverter(Assignment.class, Assignment::parse);
        line.registerConverter(Span.class, Span::parse);
        line.setOut(around.out());
        line.setErr(around.err());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExitCodeExceptionMapper(failure -> ExitCode.UNEXPECTED.number());
        boolean colour = around.terminal() && around.variable("NO_COLOR").isEmpty();
        line.setColorScheme(Help.defaultColorScheme(colour ? Help.Ansi.ON : Help.Ansi.OFF));
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Sluice::groups);
        line.getCommandSpec().usageMessage().commandListHeading("");
        shape(line);
        line.getSubcommands().values().forEach(Sluice::shape);
        return line;
    }

    /** Its own options come first in a command's help, then those of all commands, then how it can end. */
    private static void shape(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, Sluice::synopsis);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Sluice::options);
        command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        command.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
    }

    /** Only what must be given is spelled out. */
    private static String synopsis(Help help) {
        CommandSpec spec = help.commandSpec();
        StringBuilder text = new StringBuilder(spec.qualifiedName());
        spec.options().stream().filter(OptionSpec::required).forEach(option -> text.append(' ')
                .append(option.shortestName())
                .append(' ')
                .append(option.paramLabel()));
        text.append(" [OPTIONS]");
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            String label = positional.paramLabel();
            text.append(positional.required() ? " " + label : " [" + label + "]");
        }
        return text.append(spec.parent() == null ? " COMMAND" : "")
                .append(String.format("%n"))
                .toString();
    }

    private static String options(Help help) {
        List<OptionSpec> all = help.commandSpec().options();
        List<OptionSpec> own =
                all.stream().filter(option -> !option.inherited()).toList();
        List<OptionSpec> everywhere = all.stream().filter(OptionSpec::inherited).toList();
        return help.optionListExcludingGroups(own)
                + (everywhere.isEmpty() ? "" : String.format("Everywhere:%n"))
                + help.optionListExcludingGroups(everywhere);
    }

    private static String groups(Help help) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> group : Commands.groups().entrySet()) {
            text.append(String.format("%n%s:%n", group.getKey()));
            help.commandSpec().subcommands().forEach((name, command) -> {
                if (group.getValue().contains(name)) {
                    String[] lines = command.getCommandSpec().usageMessage().description();
                    text.append(String.format("  %-11s %s%n", name, lines[0]));
                }
            });
        }
        return text.toString();
    }
}
