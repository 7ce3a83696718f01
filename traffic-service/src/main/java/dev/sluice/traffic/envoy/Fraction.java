package dev.sluice.traffic.envoy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.value.Weight;
import java.util.Optional;

/**
 * The value of a runtime key that a route reads as {@code runtime_fraction}. Envoy takes a bare whole number as a
 * percentage whatever the denominator of the route's default is, and one above 100 as all: 500, meant as 5 %, would give
 * the candidate everything (seen with Envoy 1.40). So a fraction is always written with its denominator.
 */
final class Fraction {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fraction() {}

    static String of(Weight share) {
        return "{\"numerator\":" + share.basisPoints() + ",\"denominator\":\"TEN_THOUSAND\"}";
    }

    /**
     * The share that Envoy makes of a value; 0 % of a missing one, for which the routes have a default of 0. What is no
     * whole number of basis points is rounded up. Empty when it can't be told.
     */
    static Optional<Weight> share(String value) {
        if (value.isEmpty()) {
            return Optional.of(Weight.ZERO);
        }
        try {
            JsonNode json = JSON.readTree(value);
            if (json.isIntegralNumber() && json.canConvertToLong() && json.asLong() >= 0) {
                return Optional.of(Weight.percent((int) Math.min(100, json.asLong())));
            }
            JsonNode numerator = json.path("numerator");
            if (!json.isObject() || !numerator.isIntegralNumber() || numerator.asLong() < 0) {
                return Optional.empty();
            }
            return denominator(json.path("denominator").asText("HUNDRED")).map(of -> {
                long basisPoints = Math.ceilDiv(Math.min(numerator.asLong(), of) * Weight.FULL.basisPoints(), of);
                return new Weight((int) basisPoints);
            });
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> denominator(String name) {
        return switch (name) {
            case "HUNDRED" -> Optional.of(100L);
            case "TEN_THOUSAND" -> Optional.of(10_000L);
            case "MILLION" -> Optional.of(1_000_000L);
            default -> Optional.empty();
        };
    }
}
