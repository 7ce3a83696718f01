package dev.sluice.demo.story;

import dev.sluice.demo.load.Observation;
import dev.sluice.demo.target.ServiceRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures afterwards, in lines. */
final class Summary {
    private Summary() {}

    /** Planned against actual, stage by stage; {@code measured} is by the routers' counters. */
    static List<String> table(Story story, List<Observation> observations, Map<Integer, String> measured) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("stage", "wanted", "at the target", "by the router", "planned", "actual", "verdict"));
        for (Play play : story.plays()) {
            Instant end = play.endedAt().orElse(play.startedAt());
            Share share = Share.of(
                    DataPlane.CANDIDATE, observations, play.switchedAt().orElse(end), end);
            rows.add(List.of(
                    play.name().text(),
                    play.weight().toString(),
                    "%s (%d of %d)".formatted(Words.percent(share.percent()), share.ofVersion(), share.answered()),
                    measured.getOrDefault(play.stage(), "?"),
                    story.plan()
                            .map(plan ->
                                    Words.seconds(plan.durationOf(play.stage()).duration()))
                            .orElse("?"),
                    Words.seconds(play.length(end)),
                    verdict(play)));
        }
        return new Columns(rows).lines();
    }

    private static String verdict(Play play) {
        String readings = play.readings().stream().map(Words::reading).collect(Collectors.joining(", "));
        String word = play.remark().isEmpty() ? "healthy" : play.remark().get();
        return readings.isEmpty() ? word : word + ": " + readings;
    }

    /** Every request that was sent, and what became of it. */
    static String requests(List<Observation> observations) {
        long bad = observations.stream().filter(Observation::bad).count();
        long silent = observations.stream().filter(Observation::failed).count();
        return "%d requests sent, %d of them lost (%d answered with 5xx, %d without an answer)"
                .formatted(observations.size(), bad, bad - silent, silent);
    }

    /** When a failing candidate had traffic; fails when one of the records lacks what is needed. */
    static Exposure exposure(Story story, List<Observation> observations, ServiceRecord candidate) {
        if (story.breach().isEmpty() || story.restored().isEmpty()) {
            throw new DemoFailed("the journal has no breach, or no restore after it");
        }
        Optional<Observation> firstBad =
                observations.stream().filter(Observation::bad).findFirst();
        if (firstBad.isEmpty() || candidate.lastReceived().isEmpty()) {
            throw new DemoFailed("the load generator saw no bad answer, or the candidate received no request");
        }
        Instant lastReceived = instant(candidate.lastReceived().getAsLong());
        Instant restoredAt = story.restored().get();
        return new Exposure(
                instant(firstBad.get().endedAt()),
                lastReceived,
                story.breach().get().readAt(),
                story.breach().get().at(),
                restoredAt,
                sentBetween(observations, lastReceived, restoredAt));
    }

    private static long sentBetween(List<Observation> observations, Instant from, Instant to) {
        return observations.stream()
                .map(observation -> instant(observation.sentAt()))
                .filter(sent -> sent.isAfter(from) && sent.isBefore(to))
                .count();
    }

    private static Instant instant(long epochMicros) {
        return Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
    }

    /** The exposure in lines, and what each of its figures measures. */
    static List<String> exposure(Exposure exposure) {
        List<List<String>> rows = List.of(
                List.of(
                        "first bad answer to the candidate's last request",
                        Words.millis(exposure.witnessed()),
                        "load generator's record, candidate's own record"),
                List.of(
                        "  first bad answer to breach",
                        Words.millis(exposure.detection()),
                        "waiting for the next scrape and the next evaluation"),
                List.of(
                        "  breach to restored",
                        Words.millis(exposure.breachToRestored()),
                        "the journal's append times alone"),
                List.of(
                        "  restored to the candidate's last request",
                        Words.millis(exposure.difference()),
                        "negative: set first, then read back and written down"),
                List.of(
                        "sample read to restored",
                        Words.millis(exposure.readToRestored()),
                        "health-service's hands to router read back"));
        List<String> lines = new ArrayList<>(new Columns(rows).lines());
        lines.add(
                "the journal and the candidate's own record %s on when its traffic ended: %s and %d requests apart, at most %s or %d requests allowed"
                        .formatted(
                                exposure.agrees() ? "agree" : "DO NOT AGREE",
                                Words.millis(exposure.difference().abs()),
                                exposure.sentBetween(),
                                Words.millis(Exposure.TOLERANCE),
                                Exposure.TOLERATED_REQUESTS));
        return lines;
    }

    /** Whether the load generator and the candidate counted the same bad answers. */
    static String counted(List<Observation> observations, ServiceRecord candidate) {
        long seen = observations.stream()
                .filter(observation -> observation.version().equals(DataPlane.CANDIDATE))
                .filter(Observation::bad)
                .count();
        return "bad answers of the candidate: %d by the load generator, %d by the candidate"
                .formatted(seen, candidate.bad());
    }

    private static Duration length(Story story) {
        return story.requestedAt()
                .flatMap(from -> story.ending().map(ending -> Duration.between(from, ending.at())))
                .orElse(Duration.ZERO);
    }

    static String outcome(Story story, String ending) {
        return "%s after %s, as expected".formatted(ending, Words.seconds(length(story)));
    }
}
