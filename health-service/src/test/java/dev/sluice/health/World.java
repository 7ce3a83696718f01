package dev.sluice.health;

import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Pulse;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Topics;
import dev.sluice.health.config.HealthConfig;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.pushed.PushedSamples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The service with everything around it in one thread and in virtual time. */
final class World implements Reader, Ownership, Outbox {
    final VirtualLoop loop = new VirtualLoop();
    final Story story = new Story();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final PushedSamples pushes = new PushedSamples(this::wall);
    /** Every append that was tried. */
    final List<Proposed> appends = new ArrayList<>();
    /** What the sources give; a metric that is absent never answers. */
    final Map<Name, Sample> answers = new HashMap<>();
    /** How long the sources take for each metric; what it gives is what is true at the end of that. */
    Function<Name, Duration> takes = metric -> Duration.ZERO;
    /** How often each metric was asked for. */
    final Map<Name, Integer> asked = new HashMap<>();

    final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final List<CompletableFuture<Void>> sends = new ArrayList<>();
    boolean brokerTakes = true;
    boolean readsBack = true;
    boolean outboxAnswers = true;
    private boolean acts = true;
    private HealthService service;

    World() {
        service = fresh();
    }

    private HealthService fresh() {
        Meters meters = new Meters(registry);
        Codec codec = new Codec("health-service");
        HealthConfig config = new Settings();
        return new HealthService(
                loop,
                this::append,
                this,
                this,
                this,
                codec,
                this::wall,
                this::open,
                new Evaluations(this, codec, meters, config, Runnable::run),
                meters,
                config);
    }

    HealthService service() {
        return service;
    }

    /** The wall clock, which is an hour off the journal's: nothing may be decided by it. */
    Instant wall() {
        return Given.START.plusSeconds(3600).plusNanos(loop.nanoTime());
    }

    private CompletionStage<Void> append(List<Proposed> events, Optional<String> cause) {
        appends.addAll(events);
        if (!brokerTakes) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        if (readsBack) {
            events.forEach(event -> loop.post(() -> read(story.tell(event, now(Story.PARTITION)))));
        }
        return CompletableFuture.completedFuture(null);
    }

    private MetricSource open(Target target, String version, Source source, List<Metric> metrics) {
        if (source instanceof Source.Pushed pushed) {
            return pushes.open(target, version, pushed);
        }
        return new MetricSource() {
            @Override
            public void sample(List<Metric> wanted, Consumer<Answer> to) {
                for (Metric metric : wanted) {
                    asked.merge(metric.name(), 1, Integer::sum);
                    Duration wait = takes.apply(metric.name());
                    if (wait.isZero()) {
                        answer(metric, to);
                    } else {
                        loop.after(wait, () -> answer(metric, to));
                    }
                }
            }

            private void answer(Metric metric, Consumer<Answer> to) {
                Optional.ofNullable(answers.get(metric.name()))
                        .ifPresent(sample -> to.accept(new Answer(metric, sample)));
            }

            @Override
            public void close() {}
        };
    }

    void tell(Lifecycle event) {
        read(story.tell(event, now(Story.PARTITION)));
        loop.run();
    }

    void tell(Fact fact) {
        read(story.tell(fact, now(Story.PARTITION)));
        loop.run();
    }

    void tellAgain(Proposed proposed) {
        read(story.tell(proposed, now(Story.PARTITION)));
        loop.run();
    }

    private void read(Story.Told told) {
        service.onJournal(told.step(), told.record());
    }

    /** A rollout of this plan whose first stage was switched just now. */
    void observing(dev.sluice.events.plan.Plan plan) {
        Given.observing(plan).forEach(this::tell);
    }

    void gives(Name metric, double value) {
        answers.put(metric, new Sample.Value(value, wall()));
    }

    /** The application pushes an error rate. */
    void pushes(String version, String value) {
        PushedSample sample = new PushedSample(Given.ERRORS, version, Quantity.parse(value), wall());
        PushedSamples.Arrival arrival = pushes.add(Given.SHOP, sample);
        if (arrival.fate() == PushedSamples.Fate.TAKEN) {
            service.pushed(Given.SHOP, arrival.sample(), wall(), Optional.empty());
        }
        loop.run();
    }

    void pass(Duration time) {
        loop.advance(time);
    }

    void lose() {
        acts = false;
        service.onLost(Story.PARTITION);
    }

    /** Another instance takes over: it knows what the journal says, and nothing else. */
    void takeOver() {
        service = fresh();
        acts = true;
        service.onOwned(Story.PARTITION);
        loop.run();
    }

    /** What was sent with this record as its payload. */
    <T> List<T> sent(Class<T> type) {
        return sent.stream()
                .filter(record -> record.topic().equals(Topics.MEASUREMENTS) && typed(record, type))
                .map(record -> bind(record, type))
                .toList();
    }

    private static boolean typed(ProducerRecord<byte[], byte[]> record, Class<?> type) {
        String name = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        return name.equals(type == Pulse.class ? "dev.sluice.health.pulse.v1" : "dev.sluice.stage.evaluated.v1");
    }

    private static <T> T bind(ProducerRecord<byte[], byte[]> record, Class<T> type) {
        try {
            return Json.WIRE.readValue(record.value(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<StageEvaluated> evaluations(StageEvaluated.Kind kind) {
        return sent(StageEvaluated.class).stream()
                .filter(evaluation -> evaluation.kind() == kind)
                .toList();
    }

    Optional<Beat> beat() {
        return sent(Pulse.class).getLast().beats().stream().findFirst();
    }

    /** Answers every send that is under way. */
    void settleSends() {
        outboxAnswers = true;
        sends.forEach(send -> send.complete(null));
        loop.run();
    }

    @Override
    public CompletionStage<Void> send(ProducerRecord<byte[], byte[]> record, Optional<String> cause) {
        sent.add(record);
        CompletableFuture<Void> done = new CompletableFuture<>();
        sends.add(done);
        if (outboxAnswers) {
            done.complete(null);
        }
        return done;
    }

    ConsumerRecord<byte[], byte[]> record(int offset) {
        return story.records().get(offset);
    }

    @Override
    public Collection<TargetState> states() {
        return List.of(story.state());
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return Optional.of(story.state()).filter(state -> state.target().equals(target));
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return Optional.of(story.state()).filter(state -> state.rollout(rollout).isPresent());
    }

    @Override
    public int partition(Target target) {
        return Story.PARTITION;
    }

    @Override
    public Instant now(int partition) {
        return Given.START.plusNanos(loop.nanoTime());
    }

    @Override
    public boolean caughtUp() {
        return true;
    }

    @Override
    public boolean acts(int partition) {
        return acts && partition == Story.PARTITION;
    }

    @Override
    public Set<Integer> acting() {
        return acts ? Set.of(Story.PARTITION) : Set.of();
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public Duration sinceConfirmed(int partition) {
        return Duration.ZERO;
    }
}
