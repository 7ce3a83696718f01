package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import java.nio.charset.StandardCharsets;

/** A plan that compares with stable. */
public final class Compared {
    private static final String PLAN = """
            target: shop/checkout
            version: "5.1"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: scrape, name: app, urls: ["http://127.0.0.1:2/metrics"], stable: ["http://127.0.0.1:3/metrics"]}
            metrics:
            - {name: errors, source: app, unit: ratio, read: {kind: comparison, of: errors_total, to: requests_total}}
            - {name: error-rate, source: app, unit: ratio, read: {kind: ratio, of: errors_total, to: requests_total}}
            - {name: load, source: app, unit: ratio, read: {kind: versus, as: ratio, read: {kind: gauge, of: load}}}
            stages:
            - {name: canary, weight: 20%, duration: 5m}
            - {name: all, weight: 100%, duration: 5m}
            validation: {every: 30s, checks: [{metric: error-rate, expect: "< 20%"}, {metric: load, expect: "< 150%"}]}
            triggers:
              every: 5s
              list:
              - {metric: errors, when: "< 1%", noData: no-breach}
              - {metric: load, when: "> 200%", reaction: alert}
              - {metric: error-rate, when: "> 20%"}
            """;

    private Compared() {}

    public static Plan plan() {
        return PlanReader.read(PLAN.getBytes(StandardCharsets.UTF_8));
    }
}
