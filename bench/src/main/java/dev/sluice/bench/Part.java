package dev.sluice.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be measured, each alone. */
enum Part {
    RESTORED("a bad sample read, to HAProxy read back on stable"),
    PUSHED("a bad sample pushed, to MetricsBreached"),
    SCRAPE("a page turned bad, scraped every 200 ms, to MetricsBreached"),
    PROMETHEUS("the same with a real Prometheus between, scraping every 200 ms"),
    PROMETHEUS_1S("the same, scraping every second"),
    STAGES("10,000 stages with 6 metrics each on one instance: how late its rounds are, and its heap");

    private final String about;

    Part(String about) {
        this.about = about;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String about() {
        return about;
    }

    static Optional<Part> of(String word) {
        return Stream.of(values()).filter(part -> part.word().equals(word)).findFirst();
    }
}
