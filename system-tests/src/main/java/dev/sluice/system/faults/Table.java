package dev.sluice.system.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/faults.md, from the measured cases. */
final class Table {
    private static final String NOT_YET = "not measured";
    private final Map<String, Cell> cells;

    Table(Map<String, Cell> cells) {
        this.cells = Map.copyOf(cells);
    }

    /** Every case that is to be measured, by its id. */
    static List<String> ids() {
        return Fault.all()
                .flatMap(fault -> Stream.of(Phase.values())
                        .filter(phase -> fault.pruned(phase).isEmpty())
                        .map(phase -> fault.word() + "/" + phase.word()))
                .toList();
    }

    /** The whole document. */
    String document() {
        StringBuilder text = new StringBuilder(INTRODUCTION.formatted(all(Cell::machine), all(Table::day)));
        text.append(
                row(Stream.concat(Stream.of("fault"), Stream.of(Phase.values()).map(Phase::title))));
        text.append(row(Stream.generate(() -> "---").limit(Phase.values().length + 1L)));
        Fault.all()
                .forEach(fault -> text.append(row(Stream.concat(
                        Stream.of(fault.title() + " (" + fault.length().toSeconds() + " s)"),
                        Stream.of(Phase.values()).map(phase -> shown(fault, phase))))));
        text.append(PRUNED);
        reasons().forEach((reason, titles) -> text.append("- %s: %s.\n".formatted(String.join("; ", titles), reason)));
        text.append(SUMMARY.formatted(
                cells.size(),
                ids().size(),
                worst(),
                sum(Cell::requests),
                sum(Cell::lost),
                sum(Cell::meanwhile),
                ends()));
        return text.toString();
    }

    private static String row(Stream<String> columns) {
        return columns.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private String shown(Fault fault, Phase phase) {
        if (fault.pruned(phase).isPresent()) {
            return "–";
        }
        return Optional.ofNullable(cells.get(fault.word() + "/" + phase.word()))
                .map(Table::shown)
                .orElse(NOT_YET);
    }

    private static String shown(Cell cell) {
        StringBuilder text = new StringBuilder();
        text.append(cell.seconds().isPresent() ? number(cell.seconds().getAsDouble()) : "none");
        if (cell.sinceReturn().isPresent()) {
            text.append(" (").append(number(cell.sinceReturn().getAsDouble())).append(" after its return)");
        }
        text.append(" / ").append(cell.lost());
        if (cell.meanwhile() > 0) {
            text.append(" (+").append(cell.meanwhile()).append(')');
        }
        return cell.kept() ? text.toString() : "**" + text + "**";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** By their reason, the phases of each fault that are not measured. */
    private static Map<String, List<String>> reasons() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        Fault.all().forEach(fault -> {
            Map<String, List<String>> phases = Stream.of(Phase.values())
                    .filter(phase -> fault.pruned(phase).isPresent())
                    .collect(Collectors.groupingBy(
                            phase -> fault.pruned(phase).orElseThrow(),
                            LinkedHashMap::new,
                            Collectors.mapping(Phase::title, Collectors.toList())));
            phases.forEach((reason, titles) -> reasons.computeIfAbsent(reason, key -> new ArrayList<>())
                    .add(fault.title() + " (" + String.join(", ", titles) + ")"));
        });
        return reasons;
    }

    private String worst() {
        return cells.values().stream()
                .filter(cell -> cell.seconds().isPresent())
                .max(Comparator.comparingDouble(cell -> cell.seconds().orElse(0)))
                .map(cell -> number(cell.seconds().orElse(0)) + " s (" + cell.id() + ")")
                .orElse("none");
    }

    private long sum(java.util.function.ToLongFunction<Cell> part) {
        return cells.values().stream().mapToLong(part).sum();
    }

    private String ends() {
        return cells.values().stream()
                .collect(Collectors.groupingBy(Cell::end, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String day(Cell cell) {
        return cell.at().substring(0, Math.min(10, cell.at().length()));
    }

    private String all(Function<Cell, String> part) {
        return cells.values().stream().map(part).distinct().sorted().collect(Collectors.joining("; "));
    }

    private static final String INTRODUCTION = """
            # Faults

            What users are exposed to when a part of the system breaks while a bad version is rolled out. Generated by
            `./sluice faults --write docs/faults.md` from [faults.jsonl](faults.jsonl); a test holds the two together.

            Measured on %s, on %s.

            **The figure**: seconds from the candidate's first bad answer to the last request that it got, by its own record,
            messages on a WebSocket that was open before included; "none" where it never gave a bad answer. What clients hold
            open is ended two to three seconds after a restore, and those seconds are in the figures. The promise is 30 s.
            **Behind the stroke**: requests of users that were lost, which are those without an answer, or with a 5xx that the
            bad candidate did not give itself; the promise is 0. In brackets those that were lost while HAProxy itself was
            dead or stopped, and nobody could have served them.

            **The system**: the packaged services, two instances of each, a broker, and for each target an HAProxy of its own
            (`map.cfg` and `weights.cfg` in turn), with Prometheus scraping every 500 ms, PostgreSQL and Redis. Users on each
            target: 10 requests a second on keep-alive connections, three visitors that keep their persistence cookie, one
            WebSocket.

            **The faults**: each is applied once while the targets stand in another phase each; of a service it hits the
            instance that owns them all. SIGKILL: dead for as long as the row says. SIGSTOP: asleep as long, longer than a
            group session (6 s). Cut off: nothing passes between it and the rest, and nobody is told; what was under way
            arrives late. A service is cut off from Kafka and still reaches the routers, which is worse than being cut off
            from everything; HAProxy's admin port and Prometheus are cut off from both instances at once, the broker from all
            eight. Where the only way to the only router is gone, nobody can restore before it returns: the cell says how
            long after its return the candidate still got HTTP requests, and the promise is 2 s. (Before the first stage it
            has none when the router returns.)

            **The phases**: a rollout is held in its phase by a cable that the next step needs, until 0.3 s after the fault.
            Before the first stage: its backup is being taken. Weights move: the second stage's share is on its way to the
            router. Observing: a share is set. In these three the candidate goes bad together with the fault. The breach: it
            is in the journal, the router has not obeyed. Restoring, verifying, shutting down, data: the steps of a rollback,
            each under way.

            """;

    private static final String PRUNED = """

            – is not measured, because:

            """;

    private static final String SUMMARY = """

            %d of %d cases are measured. The longest figure: %s. %d requests of users, %d lost, and %d more while HAProxy
            itself was gone. How the rollouts ended: %s.

            ## Run it again

                ./sluice faults                                    # the whole table
                ./sluice faults --resume                           # what is missing of it
                ./sluice faults --only 'traffic-kill|broker-.*'    # some of it
                ./sluice faults --list                             # what there is

            It needs haproxy, prometheus, PostgreSQL's server and redis-server installed. It starts its own processes on
            free ports, and ends them. What is measured goes to `target/faults/faults.jsonl`, and
            with `--write docs/faults.md` that file is put beside the document. Ten of its cases are in `./sluice test`.
            """;
}
