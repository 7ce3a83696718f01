package dev.sluice.health.trouble;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Page;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.scrape.Scrapers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An application whose pages are scraped directly, every 100 ms. */
final class ScrapeStand implements Stand {
    static final Span LIMIT = Span.ofSeconds(1);
    private static final Name NAME = new Name("app");
    private final Acts acts;
    private final Metric metric;
    private final MetricSource opened;

    ScrapeStand(Row row, Scrapers scrapers) {
        acts = new Acts(row);
        metric = new Metric(new Name("m"), NAME, Unit.COUNT, row.read());
        Span staleAfter = row.trouble() == Trouble.STALE_SERIES ? Span.ofMillis(300) : Span.ofSeconds(5);
        if (acts.count() == 0) {
            acts.end();
        }
        opened = scrapers.open(
                new Source.Scrape(
                        NAME,
                        acts.pages().stream().map(Page::url).toList(),
                        List.of(),
                        Span.ofMillis(100),
                        LIMIT,
                        staleAfter),
                List.of(metric));
        for (int act = 0; act < acts.count(); act++) {
            acts.show(act);
            acts.await(acts.read(2));
        }
        acts.end();
    }

    @Override
    public CompletableFuture<Sample> ask() {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        opened.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer;
    }

    @Override
    public void close() {
        opened.close();
        acts.close();
    }
}
