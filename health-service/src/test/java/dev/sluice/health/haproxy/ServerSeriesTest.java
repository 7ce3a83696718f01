package dev.sluice.health.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.health.scrape.Unread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of {@code show stat} as HAProxy writes them. */
class ServerSeriesTest {
    private static final String HEADER =
            "# pxname,svname,status,econ,eresp,hrsp_2xx,hrsp_5xx,lastsess,ttime,last_chk,\n";

    private static Map<Map<String, String>, Double> read(String name, String line) throws Unread {
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        for (ServerRow row : ServerRow.ofBackend("shop", HEADER + line)) {
            new ServerSeries(row, Duration.ofSeconds(60)).add(Set.of(name), series);
        }
        return series.getOrDefault(name, Map.of());
    }

    private static Map<String, String> labels(String... more) {
        Map<String, String> labels = new HashMap<>(Map.of("proxy", "shop", "server", "a"));
        for (int i = 0; i < more.length; i += 2) {
            labels.put(more[i], more[i + 1]);
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource({
        "UP,UP",
        "no check,UP",
        "UP 1/3,UP",
        "DOWN,DOWN",
        "DOWN 1/2,DOWN",
        "DOWN (agent),DOWN",
        "MAINT,MAINT",
        "MAINT (via shop/b),MAINT",
        "MAINT (resolution),MAINT",
        "DRAIN,DRAIN",
        "NOLB 1/2,NOLB"
    })
    void oneStateIsTheServers(String status, String state) throws Unread {
        Map<Map<String, String>, Double> states =
                read("haproxy_server_status", "shop,a," + status + ",0,0,0,0,1,2,,\n");

        assertThat(states).hasSize(5).containsEntry(labels("state", state), 1.0);
        assertThat(states.values()).containsOnlyOnce(1.0);
    }

    @Test
    void ofAStateThatIsNewNothingIsSaid() throws Unread {
        assertThat(read("haproxy_server_status", "shop,a,TIRED,0,0,0,0,1,2,,\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "60,1", "61,0", "-1,0", "'',0"})
    void timesCountWhileTheLastRequestIsFresh(String lastSession, int series) throws Unread {
        assertThat(read("haproxy_server_total_time_average_seconds", "shop,a,UP,0,0,0,0," + lastSession + ",25,,\n"))
                .hasSize(series)
                .allSatisfy((labels, seconds) -> assertThat(seconds).isEqualTo(0.025));
    }

    @Test
    void inTcpModeThereAreNoOutcomesOfRequests() throws Unread {
        assertThat(read(ServerSeries.REQUESTS, "shop,a,UP,3,0,,,1,2,,\n")).isEmpty();
        assertThat(read("haproxy_server_connection_errors_total", "shop,a,UP,3,0,,,1,2,,\n"))
                .isEqualTo(Map.of(labels(), 3.0));
    }

    @Test
    void whatACheckSaidMayHoldCommasAndQuotes() {
        assertThat(ServerRow.split("a,\"no, \"\"really\"\"\",,b")).isEqualTo(List.of("a", "no, \"really\"", "", "b"));
    }

    @Test
    void otherBackendsAreLeftOut() throws Unread {
        assertThat(read("haproxy_server_connection_errors_total", "shop,a,UP,1,0,,,1,2,,\nshop2,a,UP,5,0,,,1,2,,\n"))
                .isEqualTo(Map.of(labels(), 1.0));
    }

    @Test
    void whatIsNoTableIsSaid() {
        assertThatThrownBy(() -> ServerRow.ofBackend("shop", "Unknown command.\nhelp\n"))
                .isInstanceOf(Unread.class)
                .hasMessage("answered no statistics: Unknown command.");
    }
}
