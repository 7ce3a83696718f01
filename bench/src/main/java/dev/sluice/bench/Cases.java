package dev.sluice.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** What is measured on a system that runs: one line for each case, as soon as it is known. */
final class Cases {
    private static final int WARM_UP = 30;
    /** What takes milliseconds shows whether the code is compiled by now. */
    private static final int WARM_UP_PUSHED = 200;

    private static final int WARM_UP_READ = 10;
    private static final String ONLY_HOPS = "two plain Kafka hops";
    private static final String FIRST_READ = "until the bad page is read by anyone";

    private final Rollouts rollouts;
    private final Haproxy haproxy;
    private final String bootstrap;
    private final Path home;
    private final int runs;
    private final PrintStream out;
    private final Floor floor;

    Cases(Rollouts rollouts, Haproxy haproxy, String bootstrap, Path home, int runs, PrintStream out) {
        this.rollouts = rollouts;
        this.haproxy = haproxy;
        this.bootstrap = bootstrap;
        this.home = home;
        this.runs = runs;
        this.out = out;
        this.floor = new Floor(bootstrap);
    }

    void measure(Set<Part> parts) throws IOException, InterruptedException, ExecutionException {
        floor.ready();
        out.println("The clock of a metric ends when a plain consumer of sluice.rollouts has MetricsBreached.");
        out.println(Case.header());
        for (Part part : Part.values()) {
            if (parts.contains(part)) {
                measure(part);
            }
        }
    }

    private void measure(Part part) throws IOException, InterruptedException, ExecutionException {
        switch (part) {
            case RESTORED -> restored();
            case PUSHED -> pushed();
            case SCRAPE -> {
                try (Feed page = new PageFeed(200)) {
                    read("page turned bad, scraped every 200 ms, to MetricsBreached", page, 250);
                }
            }
            case PROMETHEUS -> prometheus("page turned bad, Prometheus at 200 ms, to MetricsBreached", 200, 350);
            case PROMETHEUS_1S -> prometheus("page turned bad, Prometheus at 1 s, to MetricsBreached", 1000, 1500);
            case STAGES -> {
                // needs no system
            }
        }
    }

    private void restored() throws IOException, InterruptedException, ExecutionException {
        Sample breach = new BreachToRestored(rollouts, haproxy, bootstrap).measure(WARM_UP, runs);
        Sample least = floor.measure(
                WARM_UP * 10, runs, () -> haproxy.command("set map " + haproxy.map() + " app.stamp floor"));
        print(new Case(
                "breach-to-restored: sample read to HAProxy on stable",
                breach,
                50,
                least,
                ONLY_HOPS + " and one HAProxy command"));
    }

    private void pushed() throws IOException, InterruptedException, ExecutionException {
        try (Feed feed = new PushedFeed(bootstrap, BreachToJournal.TARGET)) {
            BreachToJournal.Measured measured =
                    new BreachToJournal(rollouts, haproxy, bootstrap).measure(feed, WARM_UP_PUSHED, runs);
            Sample least = floor.measure(WARM_UP * 10, runs, () -> {});
            print(new Case("bad sample pushed, to MetricsBreached", measured.breaches(), 10, least, ONLY_HOPS));
        }
    }

    private void prometheus(String name, int everyMs, double goalMs)
            throws IOException, InterruptedException, ExecutionException {
        Optional<Path> program = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            out.println(name + ": skipped, since prometheus is not on the PATH");
            return;
        }
        try (Feed feed = new PrometheusFeed(program.get(), home.resolve("prometheus-" + everyMs), everyMs)) {
            read(name, feed, goalMs);
        }
    }

    private void read(String name, Feed feed, double goalMs)
            throws IOException, InterruptedException, ExecutionException {
        BreachToJournal.Measured measured =
                new BreachToJournal(rollouts, haproxy, bootstrap).measure(feed, WARM_UP_READ, runs);
        print(new Case(name, measured.breaches(), goalMs, measured.firstReads(), FIRST_READ));
    }

    private void print(Case measured) {
        out.println(measured.line());
    }
}
