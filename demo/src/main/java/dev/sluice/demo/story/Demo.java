package dev.sluice.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.load.LoadOptions;
import dev.sluice.demo.load.Observation;
import dev.sluice.demo.target.ServiceRecord;
import dev.sluice.events.plan.Plan;
import dev.sluice.local.LocalException;
import dev.sluice.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code ./sluice demo}: starts everything on free ports, runs one rollout of the sample application, tells it while it
 * happens, and ends everything again. Exits with 0 when the outcome is the expected one, otherwise with 1 and a line why;
 * what was logged is then kept.
 */
public final class Demo {
    static final int REQUESTS_PER_SECOND = 200;
    private static final int EXIT_UNEXPECTED = 1;
    private static final int EXIT_USAGE = 2;

    private final DemoOptions options;
    private final Path root;
    private final Screen screen;
    private final Api api = new Api();

    private Demo(DemoOptions options, Path root, Screen screen) {
        this.options = options;
        this.root = root;
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        // Netty's direct access to memory prints warnings on Java 25, and this program does not need it.
        System.setProperty("io.netty.noUnsafe", "true");
        Screen screen = Screen.standard(System.getenv());
        try {
            DemoOptions options = DemoOptions.read(arguments);
            if (options.help()) {
                screen.line(DemoOptions.USAGE);
                return;
            }
            Path root = Path.of(System.getenv().getOrDefault("SLUICE_ROOT", ""))
                    .toAbsolutePath()
                    .normalize();
            System.exit(new Demo(options, root, screen).run());
        } catch (InvalidInput e) {
            System.err.println("sluice demo: " + e.getMessage());
            System.exit(EXIT_USAGE);
        }
    }

    private int run() {
        Backstage backstage = Backstage.open();
        try {
            Programs programs = Programs.find(System.getenv());
            Programs.Choice choice = programs.choose(options.parts());
            DataPlane plane = DataPlane.prepare(programs, choice.parts(), root, backstage.home());
            Scene scene = backstage.use(new Scene(root, backstage.home(), plane, System.getenv()));
            announce(plane, choice);
            scene.open();
            perform(backstage, scene, plane);
            backstage.close();
            return 0;
        } catch (DemoFailed | LocalException | IllegalStateException | UncheckedIOException e) {
            backstage.closeAfterFailure(screen, String.valueOf(e.getMessage()));
            return EXIT_UNEXPECTED;
        } finally {
            backstage.over();
        }
    }

    private void announce(DataPlane plane, Programs.Choice choice) {
        screen.line(
                Screen.Tone.STRONG,
                "checkout %s to %s%s"
                        .formatted(
                                DataPlane.STABLE,
                                DataPlane.CANDIDATE,
                                options.bad() ? ", which will fail in its second stage" : ""));
        new Columns(List.of(
                        List.of("router", plane.router()),
                        List.of("metrics", plane.source()),
                        List.of("because", choice.why())))
                .lines()
                .forEach(screen::line);
        screen.line("");
    }

    private void perform(Backstage backstage, Scene scene, DataPlane plane) {
        LoadGenerator load =
                backstage.use(LoadGenerator.start(LoadOptions.constant(plane.traffic(), REQUESTS_PER_SECOND)));
        cast(scene, plane, backstage);
        PlanTree tree = PlanTree.read(plane.plan(), plane.addresses());
        Plan plan = tree.plan();
        screen.line(
                "plan %s at %s: %s".formatted(root.relativize(plane.plan()), plan.speedup(), Narrator.timetable(plan)));
        URI traffic = scene.address(Service.TRAFFIC);
        JsonNode accepted = api.start(
                traffic.resolve("/rollouts?by=demo"),
                tree.json(),
                UUID.randomUUID().toString());
        String rollout = accepted.path("rollout").asText();
        screen.line("rollout " + rollout + ", POSTed to " + traffic.resolve("/rollouts"));
        screen.line("");
        URI detail = traffic.resolve("/rollouts/" + rollout);
        Sight sight = new Sight(api, detail, scene.address(Service.HEALTH).resolve("/evaluations/" + rollout));
        Performance performance =
                new Performance(screen, load.observations(), api, sight, plane.candidate(), options.bad());
        Performance.Outcome outcome;
        try (EventFeed feed = new EventFeed(api, URI.create(detail + "/events"))) {
            outcome = performance.play(feed);
        }
        List<Observation> observations = load.observations().select(observation -> true);
        conclude(outcome, observations, plane);
        report(scene, rollout);
    }

    private void cast(Scene scene, DataPlane plane, Backstage backstage) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "where", "pid"));
        scene.actors().forEach(actor -> rows.add(List.of(actor.name(), actor.address(), String.valueOf(actor.pid()))));
        rows.add(List.of(
                "load",
                REQUESTS_PER_SECOND + " requests/s to " + plane.traffic(),
                String.valueOf(ProcessHandle.current().pid())));
        new Columns(rows).lines().forEach(screen::line);
        screen.line("ready after %s, logs in %s".formatted(Words.seconds(backstage.age()), backstage.logs()));
        screen.line("");
    }

    private void conclude(Performance.Outcome outcome, List<Observation> observations, DataPlane plane) {
        Story story = outcome.story();
        screen.line("");
        Summary.table(story, observations, outcome.measured()).forEach(screen::line);
        screen.line("");
        screen.line(Summary.requests(observations));
        String ending = story.ending().map(Story.Ending::outcome).orElse("no outcome");
        if (!ending.equals(options.expectedOutcome())) {
            throw new DemoFailed("expected %s, but it is %s: %s"
                    .formatted(
                            options.expectedOutcome(),
                            ending,
                            story.ending().map(Story.Ending::reason).orElse("")));
        }
        if (options.bad()) {
            expose(outcome, observations, plane);
        }
        screen.line(Screen.Tone.GOOD, Summary.outcome(story, ending));
    }

    private void expose(Performance.Outcome outcome, List<Observation> observations, DataPlane plane) {
        Story story = outcome.story();
        ServiceRecord candidate =
                outcome.served().orElseThrow(() -> new DemoFailed("the journal says nothing of a verified switch"));
        Exposure exposure = Summary.exposure(story, observations, candidate);
        screen.line(Summary.counted(observations, candidate));
        screen.line("");
        Summary.exposure(exposure).forEach(screen::line);
        if (!exposure.agrees()) {
            throw new DemoFailed("the journal and the candidate's own record do not agree");
        }
        int running = api.get(plane.workload()).path("running").asInt(-1);
        if (running != 0) {
            throw new DemoFailed("the candidate was to be shut down, and its supervisor counts " + running);
        }
        screen.line("the candidate was shut down: its supervisor counts 0 instances");
    }

    /** The report that people get, kept where the next look finds it. */
    private void report(Scene scene, String rollout) {
        URI address = scene.address(Service.NOTIFIER).resolve("/reports/" + rollout);
        Path file = root.resolve(".sluice").resolve("demo-report.md");
        String text = api.text(address);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("the report can't be kept in " + file, e);
        }
        screen.line("report of notifier-service: %s, %d lines"
                .formatted(root.relativize(file), text.lines().count()));
    }
}
