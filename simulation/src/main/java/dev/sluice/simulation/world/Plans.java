package dev.sluice.simulation.world;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.simulation.kernel.Dice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plans of the worlds: three short stages, and more or less around them. */
final class Plans {
    static final String TARGET = "shop/checkout";

    private static final String BASE = """
            target: shop/checkout
            version: "2.0"
            stableVersion: "1.0"
            onConflict: %s
            sources:
            - {type: prometheus, name: prom, url: "http://127.0.0.1:2"}
            metrics:
            - {name: error-rate, source: prom, unit: ratio, read: {kind: promql, query: errors}}
            stages:
            - {name: first, weight: 10%%, duration: 5s}
            - {name: half, weight: 50%%, duration: 7s}
            - {name: all, weight: 100%%, duration: 5s}
            validation: {every: 4s, failureLimit: 3, deadline: 60s, checks: [{metric: error-rate, expect: "< 0.1%%"}]}
            triggers: {every: 2s, list: [{metric: error-rate, when: "> 1%%"}]}
            """;
    private static final String BAKE = "bake: 6s\n";
    private static final String WORKLOADS = """
            workloads:
            - {type: http, name: canary, role: canary, url: "http://127.0.0.1:4/"}
            - {type: http, name: green, role: green, url: "http://127.0.0.1:6/", onRollback: delete}
            - {type: http, name: blue, role: stable, url: "http://127.0.0.1:5/"}
            """;
    private static final String LEAVING = """
            workloads:
            - {type: http, name: canary, role: canary, url: "http://127.0.0.1:4/", onComplete: scale-to-zero, prepare: {replicas: 2}}
            - {type: http, name: green, role: green, url: "http://127.0.0.1:6/", prepare: {before: half, replicas: 3}}
            - {type: http, name: blue, role: stable, url: "http://127.0.0.1:5/", onComplete: %s}
            """;
    private static final String STEPS = """
            steps:
            - {name: migrate, before: first, retries: 2, every: 1s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: load, ready: half, retries: 2, every: 1s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: drive, during: half, retries: 2, every: 1s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: watch, during: all, retries: 2, every: 1s, within: 15s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: stop, onRollback: true, retries: 1, every: 1s, within: 10s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: tell, onRollback: true, within: 10s, run: {type: http, url: "http://127.0.0.1:7/"}}
            - {name: tidy, after: all, within: 20s, run: {type: http, url: "http://127.0.0.1:7/"}}
            """;
    private static final String DATA = """
            data:
              backupWithin: 60s
              answerWithin: 20s
              stores:
              - {type: files, name: orders, paths: [/srv/orders], onRollback: auto}
              - {type: files, name: logs, paths: [/srv/logs], onRollback: never}
            """;
    private static final String PEOPLE = """
            people:
              slack:
              - {name: team, webhook: {env: SLACK}}
            """;
    private static final Map<String, Plan> READ = new ConcurrentHashMap<>();

    private Plans() {}

    /** One of them. Reading it costs more than a world has, so each is read once. */
    static Plan drawn(Dice dice, int routers) {
        StringBuilder text = new StringBuilder(BASE.formatted(dice.chance(0.5) ? "refuse" : "queue"));
        text.append("routers:\n");
        for (int router = 0; router < routers; router++) {
            text.append("- {type: http, name: router-")
                    .append(router)
                    .append(", url: \"http://127.0.0.1:1/")
                    .append(router)
                    .append("\"}\n");
        }
        String url = dice.chance(0.5) ? ", publicUrl: {url: 'http://127.0.0.1:3/', versionHeader: X-Version}" : "";
        text.append("rollback: {verifyWithin: 20s, abortDelay: 2s, shutdownWithin: 90s")
                .append(url)
                .append("}\n");
        boolean bakes = dice.chance(0.3);
        text.append(bakes ? BAKE : "");
        if (dice.chance(0.5)) {
            text.append(dice.chance(0.5) ? WORKLOADS : LEAVING.formatted(bakes ? "delete" : "keep"));
        }
        text.append(dice.chance(0.3) ? STEPS : "");
        text.append(dice.chance(0.4) ? DATA : "");
        text.append(dice.chance(0.3) ? PEOPLE : "");
        return READ.computeIfAbsent(text.toString(), each -> PlanReader.read(each.getBytes(StandardCharsets.UTF_8)));
    }
}
