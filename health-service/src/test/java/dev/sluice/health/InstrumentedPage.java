package dev.sluice.health;

import java.util.Locale;

/**
 * What one application shows in every instrumentation at once: 100 requests a second, of which half take at most 0.1 s, 95
 * at most 0.5 s and 99 at most 1 s, and a share that ends with an error.
 */
public final class InstrumentedPage {
    private static final long BEGAN_NANOS = System.nanoTime();

    private InstrumentedPage() {}

    /** As it is now, with so many of 100 requests that end with an error. */
    public static String with(double errors) {
        double seconds = (System.nanoTime() - BEGAN_NANOS) / 1e9 + 10;
        return requests("http_requests_total", "code=\"200\"", "code=\"503\"", seconds, errors)
                + histogram("http_request_duration_seconds", "", 1, seconds)
                + line("process_cpu_seconds_total", "", seconds / 2)
                + line("process_resident_memory_bytes", "", 4e8)
                + requests("http_server_requests_seconds_count", "status=\"200\"", "status=\"500\"", seconds, errors)
                + histogram("http_server_requests_seconds", "", 1, seconds)
                + line("process_cpu_usage", "", 0.5)
                + line("jvm_memory_used_bytes", "area=\"heap\",id=\"Eden\"", 100)
                + line("jvm_memory_used_bytes", "area=\"heap\",id=\"Old\"", 300)
                + line("jvm_memory_used_bytes", "area=\"nonheap\",id=\"Metaspace\"", 5_000)
                + line("jvm_memory_max_bytes", "area=\"heap\",id=\"Old\"", 1_000)
                + line("disk_free_bytes", "path=\"/\"", 250)
                + line("disk_total_bytes", "path=\"/\"", 1_000)
                + requests(
                        "http_server_request_duration_seconds_count",
                        "http_response_status_code=\"204\"",
                        "http_response_status_code=\"500\"",
                        seconds,
                        errors)
                + histogram("http_server_request_duration_seconds", "", 1, seconds)
                + line("jvm_cpu_recent_utilization_ratio", "", 0.5)
                + line("jvm_memory_used_bytes", "jvm_memory_type=\"heap\"", 400)
                + line("jvm_memory_limit_bytes", "jvm_memory_type=\"heap\"", 1_000)
                + requests(
                        "istio_requests_total",
                        "reporter=\"destination\",response_code=\"200\"",
                        "reporter=\"destination\",response_code=\"0\"",
                        seconds,
                        errors)
                + line("istio_requests_total", "reporter=\"source\",response_code=\"500\"", seconds * 1_000)
                + histogram("istio_request_duration_milliseconds", "reporter=\"destination\",", 1_000, seconds)
                + requests("nginx_ingress_controller_requests", "status=\"304\"", "status=\"502\"", seconds, errors)
                + histogram("nginx_ingress_controller_request_duration_seconds", "", 1, seconds)
                + requests("haproxy_server_http_responses_total", "code=\"2xx\"", "code=\"5xx\"", seconds, errors)
                + line("haproxy_server_total_time_average_seconds", "", 0.02)
                + line("haproxy_server_status", "server=\"c1\",state=\"UP\"", 1)
                + line("haproxy_server_status", "server=\"c1\",state=\"DOWN\"", 0)
                + line("haproxy_server_status", "server=\"c2\",state=\"UP\"", 0)
                + line("haproxy_server_status", "server=\"c2\",state=\"DOWN\"", 1)
                + machine(seconds)
                + pods(seconds);
    }

    private static String machine(double seconds) {
        return line("node_cpu_seconds_total", "cpu=\"0\",mode=\"idle\"", seconds * 0.6)
                + line("node_cpu_seconds_total", "cpu=\"0\",mode=\"iowait\"", seconds * 0.1)
                + line("node_cpu_seconds_total", "cpu=\"0\",mode=\"user\"", seconds * 0.3)
                + line("node_memory_MemAvailable_bytes", "", 600)
                + line("node_memory_MemTotal_bytes", "", 1_000)
                + line("node_filesystem_avail_bytes", "mountpoint=\"/\"", 250)
                + line("node_filesystem_size_bytes", "mountpoint=\"/\"", 1_000)
                + line("node_filesystem_avail_bytes", "mountpoint=\"/boot\"", 0)
                + line("node_filesystem_size_bytes", "mountpoint=\"/boot\"", 1_000)
                + line("node_network_transmit_bytes_total", "device=\"eth0\"", seconds * 1e6)
                + line("node_network_speed_bytes", "device=\"eth0\"", 1e7)
                + line("node_network_speed_bytes", "device=\"docker0\"", -125_000);
    }

    private static String pods(double seconds) {
        return line("container_cpu_usage_seconds_total", "container=\"app\"", seconds * 0.5)
                + line("container_cpu_usage_seconds_total", "container=\"\"", seconds * 0.7)
                + line("kube_pod_container_resource_limits", "resource=\"cpu\"", 2)
                + line("container_memory_working_set_bytes", "container=\"app\"", 400)
                + line("kube_pod_container_resource_limits", "resource=\"memory\"", 1_000)
                + line("kube_pod_status_ready", "condition=\"true\"", 1)
                + line("kube_pod_status_ready", "condition=\"false\"", 0)
                + line("kube_pod_status_ready", "condition=\"unknown\"", 0);
    }

    /** Errors have no series before there was one, as with real counters. */
    private static String requests(String name, String good, String bad, double seconds, double errors) {
        String rest = errors == 0 ? "" : line(name, bad, seconds * errors);
        return line(name, good, seconds * (100 - errors)) + rest;
    }

    private static String histogram(String name, String labels, double second, double seconds) {
        return line(name + "_bucket", labels + "le=\"" + number(0.1 * second) + "\"", seconds * 50)
                + line(name + "_bucket", labels + "le=\"" + number(0.5 * second) + "\"", seconds * 95)
                + line(name + "_bucket", labels + "le=\"" + number(second) + "\"", seconds * 99)
                + line(name + "_bucket", labels + "le=\"+Inf\"", seconds * 100);
    }

    private static String number(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    private static String line(String name, String labels, double value) {
        return String.format(Locale.ROOT, "%s{%s} %.6f%n", name, labels, value);
    }
}
