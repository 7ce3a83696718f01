package dev.sluice.health.trouble;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Given;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.pushed.PushedSamples;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An application that pushes. Its acts are {@code push 9 count at -3}, where the application's clock is that many seconds
 * off ours, and {@code pass 20}, in which so many seconds pass in silence.
 */
final class PushedStand implements Stand {
    private static final Source.Pushed SOURCE = new Source.Pushed(new Name("app"), Span.ofSeconds(10));
    private final PushedSamples samples = new PushedSamples(() -> this.now);
    private final MetricSource opened = samples.open(Given.SHOP, "5.1", SOURCE);
    private final Metric metric;
    private Instant now = Given.START;

    PushedStand(Row row) {
        metric = new Metric(new Name("m"), SOURCE.name(), Unit.COUNT, row.read());
        row.acts().forEach(this::act);
    }

    private void act(String act) {
        List<String> words = List.of(act.split(" "));
        if (words.getFirst().equals("pass")) {
            now = now.plusSeconds(Long.parseLong(words.get(1)));
            return;
        }
        Instant at = now.plusSeconds(Long.parseLong(words.getLast()));
        try {
            Quantity value = Quantity.parse(words.get(1) + " " + words.get(2));
            samples.add(Given.SHOP, new PushedSample(metric.name(), "5.1", value, at));
        } catch (Refusal refused) {
            // What is no number is no sample: the reader of the topic makes a dead letter of it.
            return;
        }
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
    }
}
