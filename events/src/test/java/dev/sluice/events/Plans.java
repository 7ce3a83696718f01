package dev.sluice.events;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import java.nio.charset.StandardCharsets;

/** Plans for tests. */
public final class Plans {
    public static final String SMALLEST = """
            target: demo/checkout
            version: "5.1"
            routers:
              - type: haproxy
                name: edge
                address: tcp://127.0.0.1:9999
                weights: {backend: app, stable: [s1], candidate: [c1]}
            sources:
              - {type: scrape, name: candidate, urls: ["http://127.0.0.1:8091/metrics"]}
            """;

    private Plans() {}

    public static Plan smallest() {
        return read(SMALLEST);
    }

    public static Plan read(String text) {
        return PlanReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
