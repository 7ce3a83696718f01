package dev.sluice.health.trouble;

import dev.sluice.events.plan.Login;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.prometheus.PrometheusSource;
import dev.sluice.health.prometheus.RealPrometheus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A real Prometheus that demands a password and scrapes the applications of all its rows every 200 ms, each as a job of its
 * own, and a second one that was stopped in the middle of its work. In a query {@code $} stands for the row's job.
 */
final class PrometheusStands implements AutoCloseable {
    /** The password is "right"; the cheapest cost that there is, since it is asked for on every request. */
    private static final String LOGINS =
            "basic_auth_users: {reader: $2b$04$abcdefghijklmnopqrstuuFmEfrkTQnczNzw475xE2VhDrK1uwJiC}\n";

    private final Calls calls;
    private final Path folder;
    private final List<Row> rows;
    private final List<Acts> acts = new ArrayList<>();
    private final RealPrometheus scraping;
    private final RealPrometheus stopped;

    PrometheusStands(Path folder, List<Row> rows, Calls calls) throws IOException {
        this.folder = folder;
        this.rows = rows;
        this.calls = calls;
        rows.forEach(row -> acts.add(new Acts(row)));
        Path logins = Files.writeString(folder.resolve("web.yml"), LOGINS);
        scraping = RealPrometheus.with(
                Files.createDirectory(folder.resolve("scraping")), config(), List.of("--web.config.file=" + logins));
        stopped = RealPrometheus.with(Files.createDirectory(folder.resolve("stopped")), "global: {}\n", List.of());
        login("right");
        login("wrong");
    }

    private String config() {
        StringBuilder config = new StringBuilder("global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n")
                .append("scrape_configs:\n");
        for (int i = 0; i < acts.size(); i++) {
            String targets = acts.get(i).pages().stream()
                    .map(page -> "\"127.0.0.1:" + page.port() + "\"")
                    .collect(Collectors.joining(", "));
            config.append("- {job_name: row%d, static_configs: [{targets: [%s]}]}%n".formatted(i, targets));
        }
        return config.toString();
    }

    private void login(String password) throws IOException {
        Files.writeString(folder.resolve(password), password);
    }

    /**
     * Returns when all acts of all rows have been scraped, and their endings have come. A scrape has 200 ms, which is little
     * on a busy machine, so that each act is shown to several.
     */
    void play() {
        awaitAnswer(scraping);
        awaitAnswer(stopped);
        int longest = acts.stream().mapToInt(Acts::count).max().orElse(0);
        for (int act = 0; act < longest; act++) {
            List<Acts> on = new ArrayList<>();
            List<List<Integer>> read = new ArrayList<>();
            for (Acts each : acts) {
                if (act < each.count()) {
                    each.show(act);
                    on.add(each);
                    read.add(each.read(4));
                }
            }
            for (int i = 0; i < on.size(); i++) {
                on.get(i).await(read.get(i));
            }
        }
        acts.forEach(Acts::end);
        stopped.stop();
    }

    private void awaitAnswer(RealPrometheus server) {
        Eventually.until(
                server.url() + " answers",
                () -> ask(server.url(), "right", new Reading.Promql("1")).join() instanceof Sample.Value);
    }

    Stand of(Row row) {
        int number = rows.indexOf(row);
        Reading.Promql read = (Reading.Promql) row.read();
        Reading named = new Reading.Promql(read.query().replace("$", "row" + number));
        URI url = row.ending() == Row.Ending.SOURCE_HANGS ? stopped.url() : scraping.url();
        String password = row.ending() == Row.Ending.SOURCE_LOCKED ? "wrong" : "right";
        return new Stand() {
            @Override
            public CompletableFuture<Sample> ask() {
                return PrometheusStands.this.ask(url, password, named);
            }

            @Override
            public void close() {}
        };
    }

    private CompletableFuture<Sample> ask(URI url, String password, Reading read) {
        SecretRef secret = new SecretRef(
                Optional.empty(), Optional.of(folder.resolve(password).toString()));
        Source.Prometheus source = new Source.Prometheus(
                new Name("prom"),
                url,
                ScrapeStand.LIMIT,
                Span.ofSeconds(5),
                Map.of(),
                Optional.empty(),
                Optional.of(new Login("reader", secret)),
                Optional.empty());
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        Metric metric = new Metric(new Name("m"), source.name(), Unit.COUNT, read);
        new PrometheusSource(source, calls).sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer;
    }

    @Override
    public void close() {
        scraping.close();
        stopped.close();
        acts.forEach(Acts::close);
    }
}
