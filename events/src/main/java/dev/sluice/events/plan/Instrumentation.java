package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** After whose conventions a source's series are named, and so what its templates read. */
public enum Instrumentation {
    /** The conventions of Prometheus' client libraries; also where a source says nothing. */
    @JsonProperty("prometheus")
    PROMETHEUS,
    /** Micrometer, as Spring Boot and Quarkus have it. */
    @JsonProperty("micrometer")
    MICROMETER,
    /** OpenTelemetry's semantic conventions, as exported to Prometheus. */
    @JsonProperty("opentelemetry")
    OPENTELEMETRY,
    /** The proxies of Istio, for the requests that they let in. */
    @JsonProperty("istio")
    ISTIO,
    /** ingress-nginx. */
    @JsonProperty("nginx")
    NGINX,
    /** HAProxy's own exporter, by server. */
    @JsonProperty("haproxy")
    HAPROXY,
    /** Prometheus' node_exporter: the machines that the candidate runs on. */
    @JsonProperty("node")
    NODE,
    /** The kubelet's container metrics and kube-state-metrics: the candidate's pods. */
    @JsonProperty("kubernetes")
    KUBERNETES;

    /** As plans write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
