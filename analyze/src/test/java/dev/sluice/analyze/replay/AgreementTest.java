package dev.sluice.analyze.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.analyze.Given;
import dev.sluice.analyze.recording.Recording;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Trigger;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.TriggerJudge;
import dev.sluice.health.domain.TriggerMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay decides as health-service's judge does, when it is asked by hand at each moment. */
class AgreementTest {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theFirstBreachIsThatOfTheJudge(long seed) {
        Plan plan = Given.plan(Given.stages() + """
                validation: {every: 30s, failureLimit: 1000, deadline: 2m, checks: [{metric: error-rate, expect: "< 99%"}]}
                triggers: {every: 10s, list: [{metric: error-rate, when: "> 0.5%", consecutive: 3}]}
                """);
        List<Sample> samples = drawn(seed);
        Recording recording = Recorded.errors(at -> samples.get((int) at.dividedBy(PERIOD)));

        Course course = Replay.of(plan, recording, Given.T, recording.ends());

        Optional<Instant> judged = judged(plan, samples);
        if (judged.isPresent()) {
            assertThat(course.end()).isInstanceOf(End.RolledBack.class);
            assertThat(course.end().at()).isCloseTo(judged.get(), within(250, ChronoUnit.MILLIS));
        } else {
            assertThat(course.end()).isInstanceOf(End.Completed.class);
        }
    }

    /** Some bad, now and then none, and never so many of these in a row that the safety net acts. */
    private static List<Sample> drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double share = 0.1 + 0.05 * seed;
        List<Sample> samples = new ArrayList<>();
        for (int each = 0; each <= 72; each++) {
            Duration at = PERIOD.multipliedBy(each);
            boolean none = each % 7 == 3;
            double value = random.nextDouble() < share ? Recorded.BAD : Recorded.GOOD;
            samples.add(none ? new Sample.NoData("no value in the recording") : Recorded.value(value, at));
        }
        return samples;
    }

    private static Optional<Instant> judged(Plan plan, List<Sample> samples) {
        Trigger trigger = plan.triggers().list().getFirst();
        Metric metric = plan.metric(trigger.metric());
        TriggerMemory memory = TriggerMemory.NEW;
        for (int each = 0; each < 60; each++) {
            Instant at = Given.T.plus(PERIOD.multipliedBy(each));
            memory = TriggerJudge.judge(
                    trigger,
                    metric,
                    Duration.ZERO,
                    memory,
                    samples.get(each),
                    new TriggerJudge.Occasion(
                            1, 0, at, PERIOD.multipliedBy(each).toNanos(), PERIOD.multipliedBy(each)));
            if (TriggerJudge.fires(trigger, memory)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
