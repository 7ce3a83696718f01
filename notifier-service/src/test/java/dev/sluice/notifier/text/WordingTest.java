package dev.sluice.notifier.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.People;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Requester;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.Golden;
import dev.sluice.notifier.Teller;
import dev.sluice.notifier.Topic;
import dev.sluice.notifier.domain.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
    private final Wording wording = new Wording(URI.create("https://sluice.example/"));
    private Instant now = Given.START;

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void the_four_letters_of_a_rollout(String language) {
        List<Alert> told = told(completed(Given.plan(language, "")));

        Golden.check("start." + language + ".txt", only(told, "rollout.started"));
        Golden.check("stage-complete." + language + ".txt", first(told, "stage.completed"));
        Golden.check("complete." + language + ".txt", only(told, "rollout.completed"));
        Golden.check(
                "emergency." + language + ".txt",
                only(told(rolledBack(Given.plan(language, ""))), "rollback.requested"));
    }

    @Test
    void what_is_not_known_is_said_so() {
        List<Alert> told = told(completed(Given.plan("{language: en}")));

        assertThat(only(told, "rollout.started"))
                .contains("Rollout lead: not known")
                .contains("Emergency contact: not known")
                .contains("Links\n- not known");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_template_speaks_only_of_what_exists_and_the_same_in_both_languages(Kind kind) {
        Template english = Wording.template(People.Language.ENGLISH, kind);
        Template chinese = Wording.template(People.Language.CHINESE, kind);

        assertThat(Fields.NAMES).containsAll(english.placeholders());
        assertThat(chinese.placeholders()).isEqualTo(english.placeholders());
        assertThat(english.title()).isNotBlank();
        assertThat(chinese.title() + chinese.body()).containsPattern("\\p{IsHan}");
    }

    @ParameterizedTest
    @CsvSource({"error-rate {report} $1 \\0, error-rate {report} $1 \\0"})
    void values_are_not_looked_at_for_placeholders(String reason, String shown) {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(Given.plan()));
        topic.fact(new Fact.RollbackRequested(Given.ID, 4, "x", new Requester("health-service", reason)));

        assertThat(only(told(topic), "rollback.requested")).contains("Problem: " + shown);
    }

    @Test
    void both_languages_have_the_same_words() throws IOException {
        assertThat(keys("words/zh.properties")).isEqualTo(keys("words/en.properties"));
    }

    private static Set<Object> keys(String name) throws IOException {
        Properties words = new Properties();
        try (InputStream file = Words.resource(name)) {
            words.load(file);
        }
        return words.keySet();
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

    private Topic rolledBack(Plan plan) {
        Topic topic = new Topic(() -> now);
        topic.traffic(Given.observing(plan));
        now = Given.START.plusSeconds(65);
        topic.fact(Given.breach(4, Reaction.ROLLBACK));
        topic.fact(new Fact.RollbackRequested(
                Given.ID, 4, "error-rate", new Requester("health-service", "error-rate = 2.5% (bound > 0.5%)")));
        return topic;
    }

    private List<Alert> told(Topic topic) {
        return Teller.notices(topic).stream().map(wording::say).toList();
    }

    private static String only(List<Alert> told, String type) {
        List<Alert> found = told.stream()
                .filter(alert -> alert.eventType().equals("dev.sluice." + type + ".v1"))
                .toList();
        assertThat(found).as(type).hasSize(1);
        return found.getFirst().title() + "\n\n" + found.getFirst().text() + "\n";
    }

    private static String first(List<Alert> told, String type) {
        return told.stream()
                .filter(alert -> alert.eventType().equals("dev.sluice." + type + ".v1"))
                .findFirst()
                .map(alert -> alert.title() + "\n\n" + alert.text() + "\n")
                .orElseThrow();
    }
}
