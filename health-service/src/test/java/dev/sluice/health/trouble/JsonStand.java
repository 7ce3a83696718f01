package dev.sluice.health.trouble;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.json.JsonSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An application whose health endpoint answers with JSON. */
final class JsonStand implements Stand {
    private static final Name NAME = new Name("ready");
    private final Acts acts;
    private final Metric metric;
    private final JsonSource source;

    JsonStand(Row row, Calls calls) {
        acts = new Acts(row);
        metric = new Metric(new Name("m"), NAME, Unit.COUNT, row.read());
        source = new JsonSource(
                new Source.Json(
                        NAME,
                        acts.pages().stream().map(Page::url).toList(),
                        Map.of(),
                        Optional.empty(),
                        ScrapeStand.LIMIT),
                calls,
                InstantSource.system());
        acts.end();
    }

    @Override
    public CompletableFuture<Sample> ask() {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric), given -> answer.complete(given.sample()));
        return answer;
    }

    @Override
    public void close() {
        source.close();
        acts.close();
    }
}
