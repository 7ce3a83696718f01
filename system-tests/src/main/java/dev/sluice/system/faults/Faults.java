package dev.sluice.system.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sluice faults}: the whole table of faults, or a part of it. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description =
                "Kills, stops and cuts off every process at every phase of a rollout, and measures what users meet.")
public final class Faults implements Callable<Integer> {
    private static final int TRIES = 3;
    /** Held, so that their levels are: what clients say while a part is dead is no news. */
    private static final List<Logger> LOUD =
            List.of(Logger.getLogger("org.apache.kafka"), Logger.getLogger("io.vertx"));

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "only cases whose name fits, such as traffic-kill/breach")
    private Pattern only = Pattern.compile(".*");

    @Option(names = "--resume", description = "leaves out what the last run has measured")
    private boolean resume;

    @Option(names = "--list", description = "prints the names of the cases, and measures nothing")
    private boolean list;

    @Option(names = "--write", paramLabel = "FILE", description = "writes the document, and the lines beside it")
    private Optional<Path> write = Optional.empty();

    @Option(names = "--document", description = "with --write: measures nothing, writes what there is")
    private boolean documentOnly;

    private final PrintStream out = System.out;
    private final Path root = Path.of(
                    Optional.ofNullable(System.getenv("SLUICE_ROOT")).orElse(""))
            .toAbsolutePath();
    private final Path folder = root.resolve("system-tests/target/faults");
    private final Lines lines = new Lines(folder.resolve("faults.jsonl"));

    /** Exit code 0 when every measured cell keeps the promise, 1 when one does not or could not be measured. */
    public static void main(String[] args) {
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
        System.exit(new CommandLine(new Faults()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            wanted(Map.of())
                    .forEach(
                            (fault, phases) -> phases.forEach(phase -> out.println(fault.word() + "/" + phase.word())));
            return 0;
        }
        if (!resume && !documentOnly) {
            lines.delete();
        }
        List<String> unmeasured = documentOnly ? List.of() : measure();
        Map<String, Cell> cells = lines.read();
        if (write.isPresent()) {
            document(write.get(), cells);
        }
        List<Cell> broken = cells.values().stream().filter(cell -> !cell.kept()).toList();
        broken.forEach(cell -> out.println("NOT KEPT: " + cell.line()));
        unmeasured.forEach(name -> out.println("NOT MEASURED: " + name));
        return broken.isEmpty() && unmeasured.isEmpty() ? 0 : 1;
    }

    /** The faults of which something is to be measured, with their phases. */
    private Map<Fault, Set<Phase>> wanted(Map<String, Cell> there) {
        return Fault.all()
                .collect(Collectors.toMap(
                        fault -> fault,
                        fault -> Stream.of(Phase.values())
                                .filter(phase -> fault.pruned(phase).isEmpty())
                                .filter(phase -> fits(fault.word() + "/" + phase.word()))
                                .filter(phase -> !there.containsKey(fault.word() + "/" + phase.word()))
                                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Phase.class))),
                        (one, other) -> one,
                        java.util.LinkedHashMap::new));
    }

    private boolean fits(String name) {
        return only.matcher(name).matches()
                || only.matcher(name.substring(0, name.indexOf('/'))).matches();
    }

    private List<String> measure() throws IOException {
        Map<Fault, Set<Phase>> wanted = wanted(lines.read());
        wanted.values().removeIf(Set::isEmpty);
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        wanted.values().forEach(phases::addAll);
        List<String> unmeasured = new ArrayList<>();
        if (phases.isEmpty()) {
            return unmeasured;
        }
        long began = System.nanoTime();
        Files.createDirectories(folder);
        Path home = Files.createTempDirectory(folder, "home-");
        int[] number = {0};
        try (Stand stand = new Stand(root, home, phases)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stand.processes::close));
            say("up in %s; logs in %s", since(began), home);
            wanted.forEach((fault, those) -> {
                long start = System.nanoTime();
                if (!measured(stand, fault, those, number)) {
                    unmeasured.add(fault.word());
                }
                say("%s: %s", fault.title(), since(start));
            });
        }
        say("all of it: %s", since(began));
        return unmeasured;
    }

    /** What fails before its fault happens is tried again. */
    private boolean measured(Stand stand, Fault fault, Set<Phase> phases, int[] number) {
        for (int i = 0; i < TRIES; i++) {
            number[0]++;
            try {
                List<Cell> cells = new FaultRun(stand, fault, phases, number[0], text -> say("%s", text)).run();
                lines.append(cells);
                cells.forEach(cell -> say("  %s", cell.line()));
                return true;
            } catch (CaseFailed | AssertionError | IllegalStateException e) {
                say("%s could not be measured: %s", fault.title(), String.valueOf(e.getMessage()));
            }
        }
        return false;
    }

    private void document(Path file, Map<String, Cell> cells) throws IOException {
        Path beside = file.toAbsolutePath().resolveSibling("faults.jsonl");
        Files.copy(folder.resolve("faults.jsonl"), beside, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(file, new Table(cells).document());
    }

    private void say(String form, Object... values) {
        out.printf(
                "%s %s%n",
                LocalTime.now(java.time.ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS), form.formatted(values));
    }

    private static String since(long nanos) {
        Duration took = Duration.ofNanos(System.nanoTime() - nanos);
        return "%d min %02d s".formatted(took.toMinutes(), took.toSecondsPart());
    }
}
