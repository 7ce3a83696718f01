package dev.sluice.health.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Source;
import dev.sluice.health.domain.Readings;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.port.MetricSources;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Asks every source of a plan for every metric, once, as it would be asked during a rollout. */
@Path("/sources")
@Produces(MediaType.APPLICATION_JSON)
public class SourcesResource {
    /** Beyond the sources' own limits, which are at most 10 s. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final MetricSources sources;

    @Inject
    public SourcesResource(MetricSources sources) {
        this.sources = sources;
    }

    /** What a metric of a source gives. */
    public enum Result {
        VALUE,
        NO_DATA,
        STALE,
        FAILED,
        /** The source answered, and does not let us read. */
        NO_RIGHT
    }

    /**
     * One metric.
     *
     * @param unit of the value
     * @param detail why there is no value
     * @param tookMs until the answer
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Checked(
            String source,
            String metric,
            String query,
            Result result,
            OptionalDouble value,
            String unit,
            Optional<String> detail,
            long tookMs) {}

    /**
     * The answer.
     *
     * @param reachable whether every source answered, with a number or without, be it that we may not read
     */
    public record Report(boolean reachable, List<Checked> metrics) {}

    @POST
    @Path("/check")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "text/yaml", MediaType.TEXT_PLAIN, "*/*"})
    @RunOnVirtualThread
    @Operation(
            summary =
                    "Whether each source of a plan (JSON or YAML) can be reached and read, and what each metric gives now")
    public Report check(byte[] plan) {
        Plan read = PlanReader.read(plan);
        List<MetricSource> opened = new ArrayList<>();
        try {
            List<CompletableFuture<Checked>> asked = new ArrayList<>();
            for (Source source : read.sources()) {
                asked.addAll(ask(read, source, opened));
            }
            List<Checked> metrics = asked.stream().map(SourcesResource::await).toList();
            boolean reachable = metrics.stream().noneMatch(checked -> checked.result() == Result.FAILED);
            return new Report(reachable, metrics);
        } finally {
            opened.forEach(MetricSource::close);
        }
    }

    private List<CompletableFuture<Checked>> ask(Plan plan, Source source, List<MetricSource> opened) {
        List<Metric> metrics = plan.metrics().stream()
                .filter(metric -> metric.source().equals(source.name()))
                .toList();
        MetricSource open = sources.open(plan.target(), plan.version(), source, metrics);
        opened.add(open);
        long began = System.nanoTime();
        return metrics.stream()
                .map(metric -> {
                    CompletableFuture<Checked> answer = new CompletableFuture<>();
                    open.sample(
                            List.of(metric), given -> answer.complete(checked(metric, given.sample(), since(began))));
                    Sample late = new Sample.Failed("no answer within " + LIMIT.toSeconds() + "s");
                    return answer.completeOnTimeout(
                            checked(metric, late, LIMIT.toMillis()), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                })
                .toList();
    }

    private static Checked await(CompletableFuture<Checked> answer) {
        try {
            return answer.get(LIMIT.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("an answer that has a limit did not come", e);
        }
    }

    private static long since(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static Checked checked(Metric metric, Sample sample, long tookMs) {
        return switch (sample) {
            case Sample.Value value ->
                checked(metric, Result.VALUE, OptionalDouble.of(value.value()), value.detail(), tookMs);
            case Sample.Counts counts -> compared(metric, counts.stable().isPresent(), tookMs);
            case Sample.Pair pair -> compared(metric, pair.stable().isPresent(), tookMs);
            case Sample.NoData none ->
                checked(metric, Result.NO_DATA, OptionalDouble.empty(), Optional.of(none.reason()), tookMs);
            case Sample.Stale stale ->
                checked(metric, Result.STALE, OptionalDouble.empty(), Optional.of(stale.reason()), tookMs);
            case Sample.Failed failed ->
                checked(
                        metric,
                        failed.noRight() ? Result.NO_RIGHT : Result.FAILED,
                        OptionalDouble.empty(),
                        Optional.of(failed.reason()),
                        tookMs);
        };
    }

    private static Checked compared(Metric metric, boolean stable, long tookMs) {
        return checked(
                metric,
                stable ? Result.VALUE : Result.FAILED,
                OptionalDouble.empty(),
                Optional.of(stable ? "both versions were read" : "stable has no such number, or can't be read"),
                tookMs);
    }

    private static Checked checked(
            Metric metric, Result result, OptionalDouble value, Optional<String> detail, long tookMs) {
        return new Checked(
                metric.source().text(),
                metric.name().text(),
                Readings.asked(metric.read()),
                result,
                value,
                metric.unit().symbol(),
                detail,
                tookMs);
    }
}
