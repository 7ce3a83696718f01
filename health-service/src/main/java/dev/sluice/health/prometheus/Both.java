package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same number of both versions, asked in one query: both are of one evaluation, whatever our clock says. */
record Both(Translation candidate, Translation stable) {
    static final String SIDE = "sluice_side";

    private static final String CANDIDATE = "candidate";
    private static final String STABLE = "stable";

    String text() {
        return side(candidate.query(), CANDIDATE) + " or " + side(stable.query(), STABLE) + times(candidate, CANDIDATE)
                + times(stable, STABLE);
    }

    private static String side(String query, String side) {
        return label(query, SIDE, side);
    }

    private static String label(String query, String label, String value) {
        return "label_replace(" + query + ", \"" + label + "\", \"" + value + "\", \"\", \"\")";
    }

    private static String times(Translation translation, String side) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < translation.selectors().size(); i++) {
            String newest = "max(timestamp(" + translation.selectors().get(i) + "))";
            text.append(" or ").append(side(label(newest, Asked.MARK, String.valueOf(i)), side));
        }
        return text.toString();
    }

    Sample read(JsonNode data, Duration staleAfter) {
        Sample own = QueryAnswer.vector(of(data, CANDIDATE), candidate.asked(), staleAfter);
        Sample other = QueryAnswer.vector(of(data, STABLE), stable.asked(), staleAfter);
        return own instanceof Sample.Value value
                ? new Sample.Pair(
                        value, other instanceof Sample.Value present ? Optional.of(present) : Optional.empty())
                : own;
    }

    private static List<JsonNode> of(JsonNode data, String side) {
        List<JsonNode> series = new ArrayList<>();
        for (JsonNode each : data.path("result")) {
            if (each.path("metric").path(SIDE).asText().equals(side)) {
                series.add(each);
            }
        }
        return series;
    }
}
