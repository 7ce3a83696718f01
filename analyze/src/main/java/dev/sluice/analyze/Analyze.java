package dev.sluice.analyze;

import dev.sluice.analyze.recording.Cells;
import dev.sluice.analyze.recording.CsvFiles;
import dev.sluice.analyze.recording.PrometheusHistory;
import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.Replay;
import dev.sluice.analyze.view.CourseDocument;
import dev.sluice.analyze.view.CourseView;
import dev.sluice.analyze.view.Hints;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.cli.view.Format;
import dev.sluice.cli.view.Output;
import dev.sluice.cli.view.Paint;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.health.call.CallFailed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sluice analyze}. It needs neither Kafka nor a service, and changes nothing anywhere. */
@Command(
        name = "sluice analyze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judges recorded metrics by a plan, in virtual time, and says what would have happened and when.",
            "Needs no running service, and changes nothing. docs/analyze.md tells how the recording is read."
        })
final class Analyze implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "a plan, YAML or JSON; - is standard input")
    private Optional<String> plan = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PLAN",
            description = "the same")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "a column 'time', and one for each metric; may be given several times")
    private List<Path> csv = new ArrayList<>();

    @Option(
            names = "--prometheus",
            description = "ask the plan's sources of this type what each query gave; --csv goes first")
    private boolean prometheus;

    @Option(names = "--url", paramLabel = "URL", description = "another Prometheus in the place of the plan's")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "when the first stage begins (default: with the files, or the plan's length before --to)")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "up to when (default: the end of the files, or now)")
    private Optional<String> to = Optional.empty();

    @Option(names = "--without", paramLabel = "METRIC", description = "leave out a metric that was not recorded")
    private List<String> without = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "set a field of the plan by its path")
    private List<Assignment> changes = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default), json or yaml")
    private Format format = Format.TABLE;

    @Option(names = "--json", description = "the same as --output json")
    private boolean json;

    @Option(names = "--no-color", description = "no colour on the terminal (also: the variable NO_COLOR)")
    private boolean noColor;

    Analyze(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Plan judged = JudgedPlan.without(
                PlanFile.read(planFile(), around.in(), changes).plan(), without);
        List<Metric> metrics = JudgedPlan.metrics(judged);
        Recording recording = recorded(judged, metrics);
        Instant begins = from.map(text -> moment("--from", text)).orElseGet(recording::begins);
        Instant ends = to.map(text -> moment("--to", text)).orElseGet(recording::ends);
        Require.that(begins.isBefore(ends), "--from", "expected a time before " + ends + ", found " + begins);
        Course course = Replay.of(judged, recording, begins, ends);
        Hints hints = Hints.of(course, recording, metrics);
        Output output = new Output(around.out(), json ? Format.JSON : format, paint());
        output.document(CourseDocument.of(course, recording, hints), () -> new CourseView(course, recording, hints)
                .print(output));
        return code(course.end()).number();
    }

    private String planFile() {
        if (plan.isPresent() == file.isPresent()) {
            throw new Failure(ExitCode.USAGE, "expected one plan, as in: ./sluice analyze plan.yaml --csv metrics.csv");
        }
        return plan.or(() -> file).orElseThrow();
    }

    private Recording recorded(Plan judged, List<Metric> metrics) {
        if (csv.isEmpty() && !prometheus) {
            throw new Failure(ExitCode.USAGE, "expected a recording: --csv FILE, or --prometheus");
        }
        Recording files = csv.isEmpty() ? Recording.EMPTY : CsvFiles.read(csv, judged, metrics);
        List<Metric> left = metrics.stream()
                .filter(metric -> !files.series().containsKey(metric.name()))
                .toList();
        if (!prometheus) {
            if (!left.isEmpty()) {
                throw CsvFiles.missing(left, files.columns());
            }
            return files;
        }
        PrometheusHistory history = new PrometheusHistory(judged, url);
        left.stream().filter(metric -> !history.has(metric)).findFirst().ifPresent(metric -> {
            throw new Failure(
                    ExitCode.USAGE,
                    metric.name() + ": expected a reading of a source of type prometheus, found " + metric.read()
                            + "; give it by --csv, or judge without it: --without " + metric.name());
        });
        return files.and(asked(history, left, judged, files));
    }

    private Recording asked(PrometheusHistory history, List<Metric> metrics, Plan judged, Recording files) {
        Duration length = length(judged);
        Optional<Instant> first = files.series().isEmpty() ? Optional.empty() : Optional.of(files.begins());
        Instant now = around.clock().instant();
        Instant end = to.map(text -> moment("--to", text)).orElse(now);
        Instant begin = from.map(text -> moment("--from", text)).or(() -> first).orElse(end.minus(length));
        Instant enough = begin.plus(length).plus(judged.deadline().duration());
        try {
            return history.read(
                    metrics,
                    Instant.ofEpochMilli(begin.toEpochMilli()),
                    to.isEmpty() && enough.isBefore(end) ? enough : end);
        } catch (CallFailed e) {
            throw new Failure(ExitCode.UNAVAILABLE, e.reason(), e);
        }
    }

    private static Duration length(Plan plan) {
        return plan.plannedLength()
                .duration()
                .plus(plan.bakeTime().map(Span::duration).orElse(Duration.ZERO));
    }

    private static Instant moment(String option, String text) {
        try {
            return Cells.moment(text);
        } catch (Refusal e) {
            throw e.within(option);
        }
    }

    private Paint paint() {
        boolean colour =
                around.terminal() && !noColor && around.variable("NO_COLOR").isEmpty();
        return colour ? Paint.COLOUR : Paint.PLAIN;
    }

    private static ExitCode code(End end) {
        return switch (end) {
            case End.Completed completed -> ExitCode.OK;
            case End.RolledBack back -> ExitCode.ROLLED_BACK;
            case End.Paused paused -> ExitCode.TIMED_OUT;
            case End.Open open -> ExitCode.TIMED_OUT;
            case End.NotBegun not -> ExitCode.REFUSED;
        };
    }
}
