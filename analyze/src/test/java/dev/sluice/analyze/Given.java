package dev.sluice.analyze;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A plan of two stages of five minutes, looked at every 10 s, and the moment from which it is judged. */
public final class Given {
    public static final Instant T = Instant.parse("2026-05-04T02:00:00Z");

    private static final String BASE = """
            target: shop/checkout
            version: "5.1"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: prometheus, name: prom, url: "http://127.0.0.1:2"}
            metrics:
            - {name: error-rate, source: prom, unit: ratio, read: {kind: promql, query: errors}}
            """;
    private static final String STAGES = """
            stages:
            - {name: canary, weight: 20%, duration: 5m}
            - {name: all, weight: 100%, duration: 5m}
            """;
    private static final String JUDGED = """
            validation: {every: 30s, failureLimit: 3, deadline: 2m, checks: [{metric: error-rate, expect: "< 0.1%"}]}
            triggers: {every: 10s, list: [{metric: error-rate, when: "> 0.5%", consecutive: 3}]}
            """;

    private Given() {}

    public static Plan plan() {
        return plan(STAGES + JUDGED);
    }

    /** The base with other stages and judgement. */
    public static Plan plan(String rest) {
        return PlanReader.read(text(rest).getBytes(StandardCharsets.UTF_8));
    }

    /** The same, with another query behind the error rate. */
    public static Plan plan(String rest, String query) {
        return PlanReader.read(
                text(rest).replace("query: errors", "query: \"" + query + "\"").getBytes(StandardCharsets.UTF_8));
    }

    public static String text(String rest) {
        return BASE + rest;
    }

    public static String text() {
        return text(STAGES + JUDGED);
    }

    public static String stages() {
        return STAGES;
    }

    public static String judged() {
        return JUDGED;
    }
}
