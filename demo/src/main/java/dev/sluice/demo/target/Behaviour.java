package dev.sluice.demo.target;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.Quantities;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How the target behaves until it is told otherwise. Shares are fractions from 0 to 1; {@code memory} and {@code cpu} are
 * what the gauges pretend, or empty when they show what the process really uses. In JSON every share is written as a
 * percentage and every time with its unit; a member left out takes the value that a healthy target has.
 *
 * @param agentsFailed how many of the target's agents are reported as failed
 * @param workflowErrorRate the share of requests whose workflow run fails, which need not fail the request
 */
public record Behaviour(
        double errorRate,
        Duration latency,
        int agentsFailed,
        double workflowErrorRate,
        OptionalDouble memory,
        OptionalDouble cpu,
        boolean ready) {
    private static final Set<String> MEMBERS =
            Set.of("errorRate", "latency", "agentsFailed", "workflowErrorRate", "memory", "cpu", "ready");
    private static final String MEASURED = "measured";
    private static final Duration LATENCY_MAX = Duration.ofMinutes(1);

    /** No errors, no added latency, nothing failed, gauges that tell the truth, ready for traffic. */
    public static final Behaviour HEALTHY =
            new Behaviour(0, Duration.ZERO, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), true);

    public Behaviour {
        requireShare("errorRate", errorRate);
        requireShare("workflowErrorRate", workflowErrorRate);
        memory.ifPresent(share -> requireShare("memory", share));
        cpu.ifPresent(share -> requireShare("cpu", share));
        if (latency.isNegative() || latency.compareTo(LATENCY_MAX) > 0) {
            throw new InvalidInput("latency", "expected 0ms to 60s");
        }
        if (agentsFailed < 0 || agentsFailed > SampleTarget.AGENTS) {
            throw new InvalidInput("agentsFailed", "expected a count from 0 to " + SampleTarget.AGENTS);
        }
    }

    public static Behaviour failing(double errorRate, Duration latency) {
        return new Behaviour(errorRate, latency, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), true);
    }

    public static Behaviour from(JsonObject json) {
        for (String name : json.fieldNames()) {
            if (!MEMBERS.contains(name)) {
                throw new InvalidInput(
                        name,
                        "unknown, expected one of " + MEMBERS.stream().sorted().toList());
            }
        }
        return new Behaviour(
                Quantities.share("errorRate", text(json, "errorRate", "0%")),
                Quantities.time("latency", text(json, "latency", "0ms")),
                count(json, "agentsFailed"),
                Quantities.share("workflowErrorRate", text(json, "workflowErrorRate", "0%")),
                gauge(json, "memory"),
                gauge(json, "cpu"),
                flag(json, "ready"));
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("errorRate", Quantities.percent(errorRate))
                .put("latency", Quantities.time(latency))
                .put("agentsFailed", agentsFailed)
                .put("workflowErrorRate", Quantities.percent(workflowErrorRate))
                .put("memory", memory.isPresent() ? Quantities.percent(memory.getAsDouble()) : MEASURED)
                .put("cpu", cpu.isPresent() ? Quantities.percent(cpu.getAsDouble()) : MEASURED)
                .put("ready", ready);
    }

    private static void requireShare(String field, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidInput(field, "expected 0% to 100%");
        }
    }

    private static String text(JsonObject json, String field, String fallback) {
        Object value = json.getValue(field, fallback);
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidInput(field, "expected text with a unit, such as \"" + fallback + "\", got " + value);
    }

    private static OptionalDouble gauge(JsonObject json, String field) {
        String text = text(json, field, MEASURED);
        return text.equals(MEASURED) ? OptionalDouble.empty() : OptionalDouble.of(Quantities.share(field, text));
    }

    private static int count(JsonObject json, String field) {
        Object value = json.getValue(field, 0);
        if (value instanceof Integer count) {
            return count;
        }
        throw new InvalidInput(field, "expected a whole number, got " + value);
    }

    private static boolean flag(JsonObject json, String field) {
        Object value = json.getValue(field, true);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new InvalidInput(field, "expected true or false, got " + value);
    }
}
