package dev.sluice.health.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.testkit.Installed;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the exporter that HAProxy brings along. */
class ExporterTest {
    /**
     * What changes by the second or by the asking; and the averages, which HAProxy 2.6's exporter divides by 1,024 from the
     * first request on.
     */
    private static final Pattern UNSTEADY =
            Pattern.compile(".*(_change_|downtime|last_session|current|_rate|_time_average_).*");

    private Edge edge;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        edge = new Edge(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (edge != null) {
            edge.close();
        }
    }

    @Test
    void namesAndValuesAreThoseOfHaproxysOwnExporter() throws Exception {
        Assumptions.assumeTrue(
                RealHaproxy.exports(Installed.program("haproxy")), "HAProxy was built without its exporter");
        edge.haproxy.send("candidate-1", 3);
        edge.candidate.answers(500);
        edge.haproxy.send("candidate-1", 2);
        String page = edge.client
                .send(HttpRequest.newBuilder(edge.haproxy.exporter()).build(), BodyHandlers.ofString())
                .body();
        Map<String, Map<Map<String, String>, Double>> expected = series(page);

        Map<String, Map<Map<String, String>, Double>> read = new CountedServers(
                        edge.haproxy.unix(), Edge.CANDIDATE, Duration.ofMinutes(1))
                .read(expected.keySet(), Duration.ofSeconds(5));

        assertThat(expected).hasSizeGreaterThan(35);
        expected.forEach((name, values) -> values.forEach((labels, value) -> {
            Map<Map<String, String>, Double> own = read.getOrDefault(name, Map.of());
            assertThat(own).as(name).containsKey(labels);
            if (!UNSTEADY.matcher(name).matches()) {
                assertThat(own.get(labels)).as(name + labels).isCloseTo(value, within(1e-6));
            }
        }));
    }

    /** The series of candidate-1 that have a value; the state of the last check is left out, as the source does. */
    private static Map<String, Map<Map<String, String>, Double>> series(String page) {
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        Pattern line = Pattern.compile("(\\w+)\\{(.*server=\"candidate-1\".*)} (\\S+)");
        for (String each : page.lines().toList()) {
            Matcher found = line.matcher(each);
            if (found.matches()
                    && !found.group(3).equals("NaN")
                    && !found.group(1).endsWith("check_status")) {
                Map<String, String> labels = new HashMap<>();
                for (String label : found.group(2).split(",")) {
                    String[] pair = label.split("=", 2);
                    labels.put(pair[0], pair[1].replace("\"", ""));
                }
                series.computeIfAbsent(found.group(1), any -> new HashMap<>())
                        .put(labels, Double.parseDouble(found.group(3)));
            }
        }
        return series;
    }

    @Test
    void aRoundReadsNoMoreThanWasAskedFor() throws Exception {
        assertThat(new CountedServers(edge.haproxy.tcp(), Edge.CANDIDATE, Duration.ofMinutes(1))
                        .read(Set.of("haproxy_server_weight", "other"), Duration.ofSeconds(5)))
                .isEqualTo(
                        Map.of("haproxy_server_weight", Map.of(Map.of("proxy", "shop", "server", "candidate-1"), 1.0)));
    }
}
