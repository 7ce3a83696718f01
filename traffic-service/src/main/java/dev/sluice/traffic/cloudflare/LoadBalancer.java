package dev.sluice.traffic.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.Affinity;
import dev.sluice.events.plan.CloudRouter;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.Standing;
import dev.sluice.traffic.weights.GroupWeights;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A load balancer as the API tells it. Cloudflare picks a pool of {@code default_pools} with a probability of its weight over
 * the sum of their weights; a weight is a number from 0 to 1 in steps of 0.01, counted in hundredths here.
 */
record LoadBalancer(CloudRouter.Cloudflare plan, JsonNode json, List<String> others, Note note) implements Standing {
    static final int WEIGHT_MAX = 100;
    private static final String STEERING = "random_steering";
    private static final String POOL_WEIGHTS = "pool_weights";
    private static final String AFFINITY = "session_affinity";
    private static final String AFFINITY_TTL = "session_affinity_ttl";

    /** What Cloudflare takes for an affinity by cookie, in seconds. */
    private static final long TTL_SECONDS_MIN = 1800;

    /** Refused when its weights decide nothing. */
    static LoadBalancer of(CloudRouter.Cloudflare plan, JsonNode json) throws Refused {
        String policy = json.path("steering_policy").asText("");
        if (!policy.equals("random")) {
            throw new Refused("load balancer " + plan.loadBalancer() + " has the steering_policy '" + policy
                    + "': expected random, which Sluice does not set by itself");
        }
        List<String> others = new ArrayList<>();
        json.path("default_pools").forEach(pool -> others.add(pool.asText()));
        if (!others.remove(plan.stablePool())) {
            throw new Refused("pool " + plan.stablePool() + " is not among the default_pools of load balancer "
                    + plan.loadBalancer());
        }
        others.remove(plan.candidatePool());
        return new LoadBalancer(
                plan, json, others, Note.parse(json.path("description").asText("")));
    }

    /** What forbids a split, whatever the load balancer is. */
    static Optional<String> obstacle(Split split) {
        if (!split.candidate().wholePercent()) {
            return Optional.of(
                    split.candidate() + " is not a whole percent, which is all that a pool's weight can hold");
        }
        return split.affinity()
                .filter(affinity -> seconds(affinity) < TTL_SECONDS_MIN)
                .map(affinity -> "Cloudflare keeps a client by cookie for " + TTL_SECONDS_MIN + "s at least, not for "
                        + affinity.maxAge());
    }

    GroupWeights weights() {
        return new GroupWeights(
                hundredths(plan.stablePool()),
                inUse(plan.candidatePool()) ? hundredths(plan.candidatePool()) : 0,
                others.stream().map(this::hundredths).toList());
    }

    /** The fields that a shift replaces. */
    ObjectNode shifted(Split split, Stamp stamp) throws Refused {
        if (!inUse(plan.candidatePool())) {
            throw new Refused("pool " + plan.candidatePool() + " is not among the default_pools of load balancer "
                    + plan.loadBalancer());
        }
        Optional<GroupWeights> weights =
                weights().with(split.candidate(), WEIGHT_MAX).filter(exact -> inSteps());
        if (weights.isEmpty()) {
            throw new Refused(split.candidate() + " can't be expressed exactly in weights from 0 to 1 in steps of 0.01,"
                    + " beside the other pools of load balancer " + plan.loadBalancer());
        }
        ObjectNode patch = patch(weights.get(), note.with(stamp, false));
        split.affinity().ifPresent(affinity -> patch.put(AFFINITY, "cookie").put(AFFINITY_TTL, seconds(affinity)));
        return patch;
    }

    /** The fields that a restore replaces. An affinity would keep the candidate's clients, whatever the weights. */
    ObjectNode restored(Stamp stamp) {
        ObjectNode patch = patch(weights().restored(WEIGHT_MAX), note.with(stamp, true));
        if (holdsClients()) {
            patch.put(AFFINITY, "none");
        }
        return patch;
    }

    @Override
    public Optional<Stamp> stamp() {
        return note.stamp();
    }

    @Override
    public Optional<Stamp> latch() {
        return note.latch();
    }

    @Override
    public boolean latched() {
        return note.latched();
    }

    @Override
    public boolean shows(Split split) {
        return weights().gives(split.candidate())
                && split.affinity()
                        .map(affinity -> json.path(AFFINITY).asText().equals("cookie")
                                && json.path(AFFINITY_TTL).asLong() == seconds(affinity))
                        .orElse(true);
    }

    @Override
    public boolean restored() {
        return latch().isPresent() && weights().candidate() == 0 && !holdsClients();
    }

    /** In a failure's message: what a person compares. */
    @Override
    public String toString() {
        return STEERING + " " + json.path(STEERING) + ", " + AFFINITY + " "
                + json.path(AFFINITY).asText("none") + ", description '"
                + json.path("description").asText() + "'";
    }

    private boolean holdsClients() {
        String affinity = json.path(AFFINITY).asText("");
        return !affinity.isEmpty() && !affinity.equals("none");
    }

    private boolean inUse(String pool) {
        for (JsonNode used : json.path("default_pools")) {
            if (used.asText().equals(pool)) {
                return true;
            }
        }
        return false;
    }

    private BigDecimal weight(String pool) {
        JsonNode steering = json.path(STEERING);
        JsonNode own = steering.path(POOL_WEIGHTS).path(pool);
        JsonNode weight = own.isNumber() ? own : steering.path("default_weight");
        return weight.isNumber() ? weight.decimalValue() : BigDecimal.ONE;
    }

    private int hundredths(String pool) {
        return weight(pool)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP)
                .max(BigDecimal.ZERO)
                .intValue();
    }

    /** Whether every weight is a whole number of hundredths, so that the sums are what Cloudflare reckons with. */
    private boolean inSteps() {
        List<String> used = new ArrayList<>(others);
        used.add(plan.stablePool());
        used.add(plan.candidatePool());
        return used.stream()
                .allMatch(pool ->
                        weight(pool).movePointRight(2).stripTrailingZeros().scale() <= 0);
    }

    /** Whatever else stands in random_steering is written as it was read; another pool's weight only if it changes. */
    private ObjectNode patch(GroupWeights weights, Note noted) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode steering = json.path(STEERING) instanceof ObjectNode there
                ? there.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        ObjectNode pools =
                steering.path(POOL_WEIGHTS) instanceof ObjectNode there ? there : steering.putObject(POOL_WEIGHTS);
        pools.put(plan.stablePool(), number(weights.stable()));
        pools.put(plan.candidatePool(), number(weights.candidate()));
        for (int i = 0; i < others.size(); i++) {
            if (hundredths(others.get(i)) != weights.others().get(i)) {
                pools.put(others.get(i), number(weights.others().get(i)));
            }
        }
        patch.set(STEERING, steering);
        patch.put("description", noted.description());
        return patch;
    }

    static BigDecimal number(int hundredths) {
        return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros();
    }

    private static long seconds(Affinity affinity) {
        return affinity.maxAge().millis() / 1000;
    }
}
