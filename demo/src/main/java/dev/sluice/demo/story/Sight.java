package dev.sluice.demo.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.wire.Json;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the services say of the rollout at this moment, over HTTP. */
final class Sight {
    private final Api api;
    private final URI rollout;
    private final URI evaluations;

    Sight(Api api, URI rollout, URI evaluations) {
        this.api = api;
        this.rollout = rollout;
        this.evaluations = evaluations;
    }

    /** The candidate's share of a stage as the routers' own counters show it, one after the other; empty without any. */
    Optional<String> measured(int stage) {
        return api.find(rollout).flatMap(detail -> measured(detail, stage));
    }

    static Optional<String> measured(JsonNode detail, int stage) {
        String shares = StreamSupport.stream(
                        detail.path("stages").path(stage).path("routers").spliterator(), false)
                .filter(router -> router.path("measured").isTextual())
                .map(router -> router.path("measured").asText())
                .collect(Collectors.joining(", "));
        return Optional.of(shares).filter(text -> !text.isEmpty());
    }

    /** {@code healthy, error-rate 0%}: the newest evaluation of the stage's checks. */
    Optional<String> verdict() {
        return api.find(evaluations)
                .flatMap(answer -> StreamSupport.stream(
                                answer.path("evaluations").spliterator(), false)
                        .filter(each -> each.path("kind").asText("").equals("validation"))
                        .findFirst())
                .map(Sight::verdict);
    }

    private static String verdict(JsonNode newest) {
        try {
            StageEvaluated evaluated = Json.WIRE.treeToValue(newest, StageEvaluated.class);
            String word = newest.path("verdict").asText();
            return evaluated.readings().isEmpty()
                    ? word
                    : word + ", " + Words.reading(evaluated.readings().getFirst());
        } catch (JsonProcessingException e) {
            throw new DemoFailed("health-service answered what is no evaluation: " + newest, e);
        }
    }
}
