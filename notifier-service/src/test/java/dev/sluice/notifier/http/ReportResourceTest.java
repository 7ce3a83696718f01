package dev.sluice.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Refusal;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.Group;
import dev.sluice.notifier.Instance;
import dev.sluice.notifier.Receivers;
import dev.sluice.notifier.Topic;
import dev.sluice.notifier.VirtualLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportResourceTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final Topic topic = new Topic(() -> Given.START);

    private CompletableFuture<String> report(String rollout, @Nullable String language) {
        Instance instance =
                new Instance(loop, topic, new Group(loop, topic), new Receivers(), TargetState.unknown(Given.SHOP));
        CompletableFuture<String> report =
                new ReportResource(instance.library).report(rollout, language).toCompletableFuture();
        loop.pass(Duration.ofSeconds(1));
        return report;
    }

    @Test
    void it_is_in_the_plans_language_unless_another_is_asked_for() {
        topic.traffic(Given.observing(Given.plan("{language: zh}")));

        assertThat(report(Given.ID.text(), null).join()).startsWith("# checkout 5.1 发布报告");
        assertThat(report(Given.ID.text(), "en").join()).startsWith("# Rollout report: checkout 5.1");
    }

    @Test
    void what_is_not_known_is_not_found() {
        assertThatThrownBy(() -> report("checkout-aaaaaaaaaa", null).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(404));
    }

    @Test
    void another_language_is_refused_by_name() {
        assertThatThrownBy(() -> report(Given.ID.text(), "fr"))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.field()).isEqualTo("lang"));
    }
}
