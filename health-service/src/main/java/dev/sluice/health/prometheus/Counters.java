package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.scrape.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One comparison by a Prometheus. Its scrapes of the two versions are up to a period apart, and a fault that both have
 * would show in one of them first. So stable is asked first, and the candidate for the time at which that of stable's
 * instances was read that was read least recently: what the candidate is accused of, stable had time to show.
 */
final class Counters {
    private final Source.Prometheus source;
    private final Tally tally;
    private final List<String> candidate;
    private final List<String> stable;

    /** How Prometheus is asked. */
    @FunctionalInterface
    interface Way {
        /** @param at the time to answer for; its own where there is none */
        JsonNode ask(String query, Optional<Instant> at) throws CallFailed, QueryRefused;
    }

    /** Throws {@link Malformed} when a selector is. */
    Counters(Source.Prometheus source, Reading.Comparison comparison) {
        this.source = source;
        this.candidate = selectors(comparison, source.candidate().orElse(""));
        this.stable = selectors(comparison, source.stable().orElse(""));
        this.tally = new Tally(comparison, source.url());
    }

    private static List<String> selectors(Reading.Comparison comparison, String version) {
        return comparison
                .to()
                .map(to -> List.of(Series.of(comparison.of(), version), Series.of(to, version)))
                .orElseGet(() -> List.of(Series.buckets(comparison.of(), version)));
    }

    Sample read(Way way) throws CallFailed, QueryRefused {
        Duration staleAfter = source.staleAfter().duration();
        JsonNode others = way.ask(RawCounters.query(stable, staleAfter), Optional.empty());
        if (QueryAnswer.hasHistogram(others)) {
            return QueryAnswer.NATIVE_HISTOGRAM;
        }
        RawCounters ofStable = RawCounters.read(others);
        JsonNode own = way.ask(RawCounters.query(candidate, staleAfter), ofStable.oldest());
        return QueryAnswer.hasHistogram(own) ? QueryAnswer.NATIVE_HISTOGRAM : counted(ofStable, RawCounters.read(own));
    }

    private Sample counted(RawCounters others, RawCounters own) {
        if (own.read().isEmpty()) {
            return new Sample.NoData("no series of the candidate that was read within " + source.staleAfter());
        }
        tally.stable(others.read(), others.series());
        tally.candidate(own.read(), own.series());
        return tally.counts(
                others.evaluated(),
                source.staleAfter().duration(),
                !others.read().isEmpty());
    }
}
