package dev.sluice.rollback;

import static dev.sluice.rollback.Colleagues.facts;
import static dev.sluice.rollback.Colleagues.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.value.EventId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a person's command leads to, and when it is acknowledged. */
class CommandTest extends Scene {
    @Test
    void a_persons_command_is_acknowledged_when_it_stands_in_the_journal() {
        topic.traffic(Given.observing(Given.plan()));
        Instance instance = start(append -> append == 0 ? Instance.Fate.REFUSED : Instance.Fate.TAKEN);
        loop.pass(Duration.ofSeconds(1));

        CompletableFuture<Void> done = instance.handler.onCommand(command()).toCompletableFuture();
        loop.pass(Duration.ofMillis(100));
        assertThat(done).isNotDone();
        loop.pass(Duration.ofSeconds(1));

        assertThat(done).isCompleted();
        Fact.RollbackRequested asked = only(topic, Fact.RollbackRequested.class);
        assertThat(asked.trigger()).isEqualTo("command/c-17");
        assertThat(asked.of()).isEqualTo(4);
        assertThat(asked.by()).isEqualTo(Given.ANA);
    }

    @Test
    void a_command_about_nothing_open_or_on_its_way_back_is_acknowledged_and_no_more() {
        Instance instance = start();
        loop.pass(Duration.ofSeconds(1));
        assertThat(instance.handler.onCommand(command()).toCompletableFuture()).isCompleted();

        topic.traffic(Given.observing(Given.plan()));
        breach();
        loop.pass(Duration.ofSeconds(1));
        assertThat(instance.handler.onCommand(command()).toCompletableFuture()).isCompleted();

        assertThat(facts(topic, Fact.RollbackRequested.class)).isEqualTo(1);
    }

    @Test
    void a_command_waits_until_the_journal_was_read() {
        topic.traffic(Given.observing(Given.plan()));
        Instance instance = start();

        CompletableFuture<Void> done = instance.handler.onCommand(command()).toCompletableFuture();
        assertThat(done).isNotDone();
        loop.pass(Duration.ofSeconds(1));

        assertThat(done).isCompleted();
        assertThat(facts(topic, Fact.RollbackRequested.class)).isEqualTo(1);
    }

    private static Commanded command() {
        return new Commanded(
                new EventId("c-17"), Given.SHOP, Optional.empty(), new Command.RollBack(Given.ID, Given.ANA));
    }
}
