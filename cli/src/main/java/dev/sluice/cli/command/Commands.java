package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** All commands, in the order and groups of the help. */
public final class Commands {
    private Commands() {}

    /** Heading to the names of the commands under it. */
    public static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Rollouts", List.of("start", "lint", "analyze", "status", "watch", "events", "report"));
        groups.put(
                "Steering a rollout", List.of("pause", "resume", "promote", "abort", "rollback", "restore", "freeze"));
        groups.put("This installation", List.of("doctor", "completion"));
        groups.put("On this machine", List.of("up", "down", "logs", "demo", "test", "simulate", "bench", "faults"));
        return groups;
    }

    private static final Map<String, String> LAUNCHER = launcher();

    /** Every command's name. */
    public static List<String> names() {
        return groups().values().stream().flatMap(List::stream).toList();
    }

    /**
     * Adds the commands that the arguments may mean: making all of them takes longer than most of them run. Without any
     * name that is known, help or an error is to be printed, and for the completion script all are needed as well.
     */
    public static void addTo(CommandLine root, Session session, List<String> arguments) {
        List<String> meant = names().stream().filter(arguments::contains).toList();
        boolean all = meant.isEmpty() || meant.contains("completion");
        for (String name : all ? names() : meant) {
            if (LAUNCHER.containsKey(name)) {
                root.addSubcommand(name, LauncherCommand.spec(session, name, LAUNCHER.getOrDefault(name, "")));
            } else {
                root.addSubcommand(name, make(name, root, session));
            }
        }
    }

    private static SluiceCommand make(String name, CommandLine root, Session session) {
        return switch (name) {
            case "start" -> new StartCommand(session);
            case "lint" -> new LintCommand(session);
            case "status" -> new StatusCommand(session);
            case "watch" -> new WatchCommand(session);
            case "events" -> new EventsCommand(session);
            case "report" -> new ReportCommand(session);
            case "pause" -> new PauseCommand(session);
            case "resume" -> new ResumeCommand(session);
            case "promote" -> new PromoteCommand(session);
            case "abort" -> new AbortCommand(session);
            case "rollback" -> new RollbackCommand(session);
            case "restore" -> new RestoreCommand(session);
            case "freeze" -> new FreezeCommand(session);
            case "doctor" -> new DoctorCommand(session);
            case "completion" -> new CompletionCommand(session, () -> root);
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    private static Map<String, String> launcher() {
        return Map.of(
                "up", "Starts Kafka and the four services on this machine: up [--detach].",
                "down", "Ends them; the data is kept.",
                "logs", "Prints what they write: logs [SERVICE] [-f].",
                "demo", "Runs a rollout on a sample application, in about a minute: demo [--bad] [--real|--embedded].",
                "test", "Builds everything and runs every test.",
                "analyze",
                        "Says what a plan would have made of recorded metrics: analyze PLAN --csv FILE [--prometheus].",
                "simulate", "Runs the services in virtual time while everything fails: simulate [--seeds N] [--story].",
                "bench", "Measures how fast a breach is seen and answered: bench [--runs N] [--only PART].",
                "faults",
                        "Breaks every part at every phase, and measures it: faults [--only REGEX] [--resume] [--list].");
    }
}
