package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A good rollout, a bad one, and the trace that runs through both. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSystem.class)
class RolloutIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void goesThroughItsStagesOnRealHaproxyAndPrometheus(TestSystem system) {
        Target target = new Target("system", "haproxy");
        Stages stages = Stages.each(Duration.ofSeconds(5), 5, 20, 50, 100);
        try (HaproxyApplication app = HaproxyApplication.start()) {
            // When a good version is rolled out
            Rollout rollout = Rollout.start(system, target, app.plan(target, stages), stages);

            // Then it completes in exactly this order, each stage in full
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, Duration.ofSeconds(90));
            assertThat(rollout.story().outline()).isEqualTo(stages.outline());
            rollout.tookEveryStageOnceInFull();
            // And users met the candidate in each stage's share, as the load generator counted
            for (StageStory stage : rollout.state().stages()) {
                int percent = stages.list().get(stage.stage()).percent();
                double measured = app.candidateShare(
                        stage.switchedAt().orElseThrow(), stage.endedAt().orElseThrow());
                Measured.say("haproxy: stage %d wanted %d%%, measured %.1f%%", stage.stage(), percent, measured);
                assertThat(measured).isBetween(percent - 2.0, percent + 2.0);
            }
            rollout.isToldAlikeByEverybody();
            Measured.say("haproxy: completed, stages of 5 s took %s", rollout.lengths());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void isRolledBackByItselfWhenTheCandidateFails(TestSystem system) {
        Stages stages = Stages.each(Duration.ofSeconds(3), 5, 20).then(100, Duration.ofSeconds(60));
        try (Application app = Application.named("bad")) {
            // Given a rollout in its second stage
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(1, SOON);
            app.awaitCandidateRequests(5);

            // When its candidate begins to fail
            app.candidateFails();

            // Then it is rolled back, and users were exposed for a moment only
            rollout.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);
            Duration exposed = Duration.between(app.firstBad(), app.lastExposed());
            Duration byJournal = Duration.between(
                    rollout.story().timeOf(Fact.MetricsBreached.class),
                    rollout.story().timeOf(Lifecycle.TrafficRestored.class));
            Measured.say(
                    "bad: first bad answer to last candidate request %d ms, breach to restored %d ms by the journal",
                    exposed.toMillis(), byJournal.toMillis());
            Measured.say("bad: by the journal, from the breach on: %s", steps(rollout.story()));
            assertThat(exposed).isLessThan(Duration.ofSeconds(5));
            assertThat(byJournal).isLessThan(Duration.ofSeconds(5));
            assertThat(rollout.story().all(Lifecycle.SafetyNetUsed.class)).isEmpty();
            assertThat(app.router().course()).containsSubsequence(5, 20, 0).endsWith(0);
            rollout.isToldAlikeByEverybody();
            peopleAreTold(system, rollout);
        }
    }

    /** How long after the breach each event was appended that its rollback is made of. */
    private static List<String> steps(Story story) {
        Instant breach = story.timeOf(Fact.MetricsBreached.class);
        return Stream.of(
                        Fact.RollbackRequested.class,
                        Lifecycle.TrafficRestored.class,
                        Fact.SwitchVerified.class,
                        Fact.RollbackCompleted.class,
                        Lifecycle.RolloutRolledBack.class)
                .map(type -> type.getSimpleName() + " "
                        + Duration.between(breach, story.timeOf(type)).toMillis() + " ms")
                .toList();
    }

    private static void peopleAreTold(TestSystem system, Rollout rollout) {
        Api.Answer report = Wait.forValue("the report of " + rollout.id(), SOON, () -> {
            Api.Answer answer = system.notifier().get("/reports/" + rollout.id());
            return answer.status() == 200 && !answer.body().isEmpty() ? Optional.of(answer) : Optional.empty();
        });
        assertThat(report.header("content-type")).startsWith("text/markdown");
        assertThat(report.body()).contains(rollout.id().text(), "system/bad");
        assertThat(system.alerts().first(record -> fires(record, rollout), SOON))
                .as("a firing alert about %s on sluice.alerts", rollout.id())
                .isPresent();
    }

    private static boolean fires(ConsumerRecord<byte[], byte[]> record, Rollout rollout) {
        try {
            Alert alert = Codec.bind(record.value(), Alert.class);
            return alert.rollout().filter(rollout.id()::equals).isPresent() && alert.action() == Alert.Action.FIRE;
        } catch (Poison e) {
            throw new AssertionError("an alert that can't be read", e);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void keepsTheTraceOfItsStart(TestSystem system) throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (Application app = Application.named("traced");
                Commands commands = new Commands(system)) {
            // When a start comes with a trace context
            Story story = system.story(app.target());
            commands.send(commands.start("traced-1", app.target(), app.plan(Stages.each(Duration.ofSeconds(2), 100)))
                    .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
            story.awaitSwitch(0, SOON);

            // Then every event up to the end of the first shift belongs to it
            List<Recorded> first = story.accepted();
            Set<String> traces = first.stream()
                    .map(recorded -> recorded.meta().traceparent().orElse("none"))
                    .map(text -> Arrays.asList(text.split("-", -1)).get(1 % text.split("-", -1).length))
                    .collect(Collectors.toSet());
            assertThat(traces).as(story.text()).containsExactly(trace);
            story.awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void keepsTheTraceOfItsStartOverHttp(TestSystem system) {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (Application app = Application.named("traced-http")) {
            // When a start over HTTP comes with a trace context
            Api.Answer answer = system.traffic()
                    .start(
                            app.plan(Stages.each(Duration.ofSeconds(2), 100)),
                            Map.of("traceparent", "00-" + trace + "-b7ad6b7169203331-01"));
            assertThat(answer.status()).isEqualTo(202);
            Story story = system.story(app.target());
            story.awaitEnd(Lifecycle.RolloutCompleted.class, SOON);

            // Then the journal's first event belongs to it
            assertThat(story.accepted().getFirst().meta().traceparent().orElse("none"))
                    .contains(trace);
        }
    }
}
