package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RouterReadback;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One stage as it went: when it started, when its traffic was switched, when it ended, what was seen last. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StageStory(
        int stage,
        Instant startedAt,
        Optional<Instant> switchedAt,
        Optional<Instant> endedAt,
        Optional<String> remark,
        List<RouterReadback> routers,
        List<MetricReading> readings) {
    static StageStory started(int stage, Instant at) {
        return new StageStory(stage, at, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    StageStory switched(Instant at, List<RouterReadback> readbacks) {
        return new StageStory(stage, startedAt, Optional.of(at), endedAt, remark, readbacks, readings);
    }

    StageStory ended(Instant at, Optional<String> why) {
        return endedAt.isPresent()
                ? this
                : new StageStory(stage, startedAt, switchedAt, Optional.of(at), why, routers, readings);
    }

    StageStory judged(List<MetricReading> newest) {
        return new StageStory(stage, startedAt, switchedAt, endedAt, remark, routers, newest);
    }
}
