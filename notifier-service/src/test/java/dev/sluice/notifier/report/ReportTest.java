package dev.sluice.notifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Requester;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.Golden;
import dev.sluice.notifier.Teller;
import dev.sluice.notifier.Topic;
import dev.sluice.notifier.text.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private Instant now = Given.START;

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void the_completion_report(String language) {
        Topic topic = completed(Given.plan(language, ""));

        Golden.check("completion-report." + language + ".md", report(topic, language));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void the_rollback_report(String language) {
        Golden.check("rollback-report." + language + ".md", report(rolledBack(), language));
    }

    @Test
    void a_rollout_that_runs_says_so() {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(Given.plan()));

        assertThat(report(topic, "en"))
                .contains("**Ended**: still running")
                .contains("| 1 canary-start | 30m | 0s | 5% | running |  |")
                .contains("| 2 full-switch | 15m | - | 100% | not reached |  |")
                .contains("| error-rate | < 0.1% | not known | not known |".replace("<", "&lt;"));
    }

    @Test
    void the_goals_are_those_of_the_stage_and_of_the_steps() {
        Plan plan = Given.planWith(
                """
                validation: {checks: [{metric: error-rate, expect: "< 0.1%"}]}
                steps: [{name: criteria, after: full-switch, run: {type: checks, checks: [{metric: error-rate, expect: "< 0.2%"}]}}]
                """, "checks: [{metric: error-rate, expect: '< 5%'}, {metric: error-rate, expect: '> 0.01%'}]");
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(plan));

        assertThat(report(topic, "en"))
                .contains("| error-rate | &lt; 5% | not known | not known |")
                .contains("| criteria | error-rate &lt; 0.2% | not known | not known |")
                .doesNotContain("&lt; 0.1%");

        topic.fact(new Fact.StageValidated(
                Given.ID,
                4,
                0,
                0,
                List.of(
                        Given.reading(0.0004, "< 5%", MetricReading.Outcome.HELD),
                        Given.reading(0.0004, "> 0.01%", MetricReading.Outcome.HELD))));

        assertThat(report(topic, "en")).contains("| error-rate | > 0.01% | error-rate = 0.04% (bound > 0.01%) | yes |");
    }

    @Test
    void what_others_wrote_can_not_break_a_table() {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(Given.plan()));
        topic.traffic(new Lifecycle.RolloutPaused(
                Given.ID, new Requester("a|b", "line\n# title <script>"), Optional.empty()));

        assertThat(report(topic, "en")).contains("(a\\|b: line # title &lt;script>)");
    }

    private static String report(Topic topic, String language) {
        return Report.of(Teller.chronicle(topic), language.equals("zh") ? Words.CHINESE : Words.ENGLISH);
    }

    private Topic completed(Plan plan) {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(plan));
        now = Given.START.plusSeconds(1830);
        topic.fact(Given.validated(4, 0));
        topic.traffic(new Lifecycle.StageCompleted(Given.ID, 0));
        topic.traffic(Given.stageStarted(1, "full-switch", 100));
        topic.traffic(Given.switched(1, 100));
        now = Given.START.plusSeconds(2765);
        topic.fact(Given.validated(7, 1));
        topic.traffic(new Lifecycle.StageCompleted(Given.ID, 1));
        topic.traffic(new Lifecycle.RolloutCompleted(Given.ID));
        return topic;
    }

    private Topic rolledBack() {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(Given.plan()));
        now = Given.START.plusSeconds(65);
        topic.fact(Given.breach(4, Reaction.ROLLBACK));
        Instant breach = now;
        now = breach.plusMillis(4);
        topic.fact(new Fact.RollbackRequested(
                Given.ID, 4, "error-rate", new Requester("health-service", "error-rate = 2.5% (bound > 0.5%)")));
        Instant asked = now;
        now = breach.plusMillis(9);
        topic.traffic(Given.restored());
        Instant restored = now;
        now = breach.plusMillis(20);
        List<Verification> checks = List.of(
                new Verification("router edge", true, "read back with 0% on the candidate"),
                new Verification("public URL https://shop.example/", true, "answered 200, X-Version: 5.0"));
        topic.fact(new Fact.SwitchVerified(Given.ID, 5, checks));
        topic.fact(
                new Fact.RollbackCompleted(Given.ID, 5, new RollbackTimes(Optional.of(breach), asked, restored, now)));
        topic.traffic(new Lifecycle.RolloutRolledBack(Given.ID, "error-rate"));
        return topic;
    }
}
