package dev.sluice.health.haproxy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One server's line as series, under the names and labels of HAProxy's own Prometheus exporter. Three things differ. Times
 * of a server that had no request lately are left out: they are those of long ago, or 0 of a server that never had one.
 * Averages are of the requests that there were, where the exporter of HAProxy 2.6 divides by 1,024 from the first one on.
 * And {@value #REQUESTS} is new: by outcome, with those that the server did not answer, of which
 * {@code haproxy_server_http_responses_total} knows nothing.
 */
record ServerSeries(ServerRow row, Duration fresh) {
    static final String REQUESTS = "sluice_haproxy_requests_total";
    private static final String PREFIX = "haproxy_server_";
    private static final String RESPONSES = PREFIX + "http_responses_total";
    private static final String STATUS = PREFIX + "status";
    private static final List<String> STATES = List.of("DOWN", "UP", "MAINT", "DRAIN", "NOLB");

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("current_queue", "qcur"),
            Map.entry("max_queue", "qmax"),
            Map.entry("current_sessions", "scur"),
            Map.entry("max_sessions", "smax"),
            Map.entry("limit_sessions", "slim"),
            Map.entry("sessions_total", "stot"),
            Map.entry("bytes_in_total", "bin"),
            Map.entry("bytes_out_total", "bout"),
            Map.entry("responses_denied_total", "dresp"),
            Map.entry("connection_errors_total", "econ"),
            Map.entry("response_errors_total", "eresp"),
            Map.entry("retry_warnings_total", "wretr"),
            Map.entry("redispatch_warnings_total", "wredis"),
            Map.entry("weight", "weight"),
            Map.entry("uweight", "uweight"),
            Map.entry("check_failures_total", "chkfail"),
            Map.entry("check_up_down_total", "chkdown"),
            Map.entry("check_last_change_seconds", "lastchg"),
            Map.entry("downtime_seconds_total", "downtime"),
            Map.entry("queue_limit", "qlimit"),
            Map.entry("current_throttle", "throttle"),
            Map.entry("loadbalanced_total", "lbtot"),
            Map.entry("max_session_rate", "rate_max"),
            Map.entry("check_code", "check_code"),
            Map.entry("http_requests_total", "req_tot"),
            Map.entry("client_aborts_total", "cli_abrt"),
            Map.entry("server_aborts_total", "srv_abrt"),
            Map.entry("last_session_seconds", "lastsess"),
            Map.entry("failed_header_rewriting_total", "wrew"),
            Map.entry("connection_attempts_total", "connect"),
            Map.entry("connection_reuses_total", "reuse"),
            Map.entry("idle_connections_current", "srv_icur"),
            Map.entry("idle_connections_limit", "src_ilim"),
            Map.entry("internal_errors_total", "eint"),
            Map.entry("unsafe_idle_connections_current", "idle_conn_cur"),
            Map.entry("safe_idle_connections_current", "safe_conn_cur"),
            Map.entry("used_connections_current", "used_conn_cur"),
            Map.entry("need_connections_current", "need_conn_est"));

    /** In milliseconds, which series are not. */
    private static final Map<String, String> TIMES = Map.of(
            "queue_time_average_seconds", "qtime",
            "connect_time_average_seconds", "ctime",
            "response_time_average_seconds", "rtime",
            "total_time_average_seconds", "ttime",
            "max_queue_time_seconds", "qtime_max",
            "max_connect_time_seconds", "ctime_max",
            "max_response_time_seconds", "rtime_max",
            "max_total_time_seconds", "ttime_max");

    private static final Map<String, String> BY_CODE = Map.of(
            "1xx", "hrsp_1xx",
            "2xx", "hrsp_2xx",
            "3xx", "hrsp_3xx",
            "4xx", "hrsp_4xx",
            "5xx", "hrsp_5xx",
            "other", "hrsp_other");

    /** Not 1xx: an interim response is counted there beside the final one. */
    private static final Map<String, String> BY_OUTCOME = Map.of(
            "2xx", "hrsp_2xx",
            "3xx", "hrsp_3xx",
            "4xx", "hrsp_4xx",
            "5xx", "hrsp_5xx",
            "other", "hrsp_other",
            "no_connection", "econ",
            "no_response", "eresp");

    /** Adds those of these names that HAProxy has for this server. */
    void add(Set<String> names, Map<String, Map<Map<String, String>, Double>> series) {
        for (String name : names) {
            Map<Map<String, String>, Double> own = of(name);
            if (!own.isEmpty()) {
                series.computeIfAbsent(name, any -> new HashMap<>()).putAll(own);
            }
        }
    }

    private Map<Map<String, String>, Double> of(String name) {
        return switch (name) {
            case RESPONSES -> by("code", BY_CODE);
            // In TCP mode nobody tells responses from requests.
            case REQUESTS -> row.number("hrsp_2xx").isPresent() ? by("outcome", BY_OUTCOME) : Map.of();
            case STATUS -> states();
            default -> name.startsWith(PREFIX) ? plain(name.substring(PREFIX.length())) : Map.of();
        };
    }

    private Map<Map<String, String>, Double> plain(String name) {
        OptionalDouble value = OptionalDouble.empty();
        if (COLUMNS.containsKey(name)) {
            value = row.number(COLUMNS.getOrDefault(name, ""));
        } else if (name.equals("check_duration_seconds")) {
            value = seconds("check_duration");
        } else if (TIMES.containsKey(name) && inUse()) {
            value = seconds(TIMES.getOrDefault(name, ""));
        }
        return value.isEmpty() ? Map.of() : Map.of(labels(), value.getAsDouble());
    }

    private OptionalDouble seconds(String column) {
        OptionalDouble millis = row.number(column);
        return millis.isEmpty() ? millis : OptionalDouble.of(millis.getAsDouble() / 1000);
    }

    private boolean inUse() {
        OptionalDouble secondsAgo = row.number("lastsess");
        return secondsAgo.isPresent() && secondsAgo.getAsDouble() >= 0 && secondsAgo.getAsDouble() <= fresh.toSeconds();
    }

    private Map<Map<String, String>, Double> by(String label, Map<String, String> columns) {
        Map<Map<String, String>, Double> series = new HashMap<>();
        columns.forEach(
                (value, column) -> row.number(column).ifPresent(number -> series.put(labels(label, value), number)));
        return series;
    }

    /** "UP 1/3" is up still, "no check" is up as far as HAProxy knows; of a state that is new to us nothing is said. */
    private Map<Map<String, String>, Double> states() {
        String first = row.text("status").orElse("").split(" ", 2)[0];
        String state = first.equals("no") ? "UP" : first;
        Map<Map<String, String>, Double> series = new HashMap<>();
        if (STATES.contains(state)) {
            STATES.forEach(each -> series.put(labels("state", each), each.equals(state) ? 1.0 : 0.0));
        }
        return series;
    }

    private Map<String, String> labels() {
        return Map.of("proxy", row.backend(), "server", row.server());
    }

    private Map<String, String> labels(String label, String value) {
        return Map.of("proxy", row.backend(), "server", row.server(), label, value);
    }
}
