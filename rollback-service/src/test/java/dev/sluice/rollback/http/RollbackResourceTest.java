package dev.sluice.rollback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.http.ProblemException;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Topics;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.Instance;
import dev.sluice.rollback.MemoryStores;
import dev.sluice.rollback.Topic;
import dev.sluice.rollback.VirtualLoop;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.kafka.Commands;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollbackResourceTest {
    private static final String GOOD =
            "{\"rollout\":\"" + Given.ID + "\",\"by\":{\"who\":\"ana\",\"reason\":\"blank pages\"}}";
    private final VirtualLoop loop = new VirtualLoop();
    private final Topic topic = new Topic(() -> Given.START);
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private Outbox outbox = (record, cause) -> {
        sent.add(record);
        return CompletableFuture.completedFuture(null);
    };

    private RollbackResource resource() {
        Instance reader = new Instance(
                loop,
                topic,
                url -> new Answer.Silence("unused"),
                new MemoryStores(loop),
                append -> Instance.Fate.TAKEN);
        loop.pass(Duration.ofSeconds(1));
        return new RollbackResource(
                reader,
                (record, cause) -> outbox.send(record, cause),
                new Settings(URI.create("http://traffic.example:8081/")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_order_becomes_a_command_under_the_targets_key() {
        topic.traffic(Given.observing(Given.plan()));

        Response response =
                resource().ask("key-1", bytes(GOOD)).toCompletableFuture().join();

        assertThat(response.getStatus()).isEqualTo(202);
        assertThat(response.getLocation()).isEqualTo(URI.create("http://traffic.example:8081/rollouts/" + Given.ID));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().topic()).isEqualTo(Topics.COMMANDS);
        Commanded commanded = Commands.read(sent.getFirst()).orElseThrow();
        assertThat(commanded.id()).isEqualTo(new EventId("key-1"));
        assertThat(commanded.target()).isEqualTo(Given.SHOP);
        assertThat(commanded.command()).isEqualTo(new Command.RollBack(Given.ID, Given.ANA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"by\":{\"who\":\"ana\",\"reason\":\"x\"}} | rollout",
                "{\"rollout\":\"UP\",\"by\":{\"who\":\"ana\",\"reason\":\"x\"}} | rollout",
                "{\"rollout\":\"checkout-aaaaaaaaaa\"} | by",
                "{\"rollout\":\"checkout-aaaaaaaaaa\",\"by\":{\"who\":\"ana\"}} | by.reason",
                "{\"rollout\":\"checkout-aaaaaaaaaa\",\"by\":{\"who\":\"ana\",\"reason\":\" \"}} | by.reason",
                "{\"rollout\":\"checkout-aaaaaaaaaa\",\"by\":{\"reason\":\"x\"}} | by.who",
                "{\"rollout\":\"checkout-aaaaaaaaaa\",\"by\":{\"who\":\"ana\",\"reason\":\"x\"},\"why\":\"\"} | why",
            })
    void what_is_wrong_is_named(String body, String field) {
        RollbackResource resource = resource();

        assertThatThrownBy(() -> resource.ask(null, bytes(body)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "'{'", "'[]'", "'null'", "'{\"rollout\":'"})
    void what_is_no_json_is_refused(String body) {
        RollbackResource resource = resource();

        assertThatThrownBy(() -> resource.ask(null, bytes(body))).isInstanceOf(Refusal.class);
    }

    @Test
    void a_bad_key_is_refused_by_its_name() {
        RollbackResource resource = resource();

        assertThatThrownBy(() -> resource.ask("with space", bytes(GOOD)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("idempotencyKey"));
    }

    @Test
    void a_rollout_that_is_unknown_or_over_is_not_found() {
        RollbackResource empty = resource();
        assertThatThrownBy(() -> empty.ask(null, bytes(GOOD))).satisfies(problem(404, "is not known"));

        topic.traffic(Given.observing(Given.plan()));
        topic.traffic(new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, new EventId("c")));
        topic.traffic(Given.restored());
        topic.traffic(new Lifecycle.RolloutAborted(Given.ID, Given.ANA));
        RollbackResource over = resource();
        assertThatThrownBy(() -> over.ask(null, bytes(GOOD))).satisfies(problem(404, "has ended"));
    }

    @Test
    void what_kafka_does_not_take_is_not_accepted() {
        topic.traffic(Given.observing(Given.plan()));
        outbox = (record, cause) -> CompletableFuture.failedFuture(new IllegalStateException("no broker"));

        CompletableFuture<Response> answer = resource().ask(null, bytes(GOOD)).toCompletableFuture();

        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .satisfies(problem(503, "nothing was asked for"));
    }

    @Test
    void the_story_of_a_rollback_can_be_seen() {
        topic.traffic(Given.observing(Given.plan()));
        RollbackResource before = resource();
        assertThatThrownBy(() -> before.story(Given.ID.text())).satisfies(problem(404, "was not rolled back"));

        topic.fact(new Fact.RollbackRequested(Given.ID, 4, "error-rate", Given.ANA));
        Response response = resource().story(Given.ID.text());

        assertThat(new String((byte[]) response.getEntity(), StandardCharsets.UTF_8))
                .contains("\"trigger\":\"error-rate\"")
                .contains("\"who\":\"ana\"");
    }

    private static Consumer<Throwable> problem(int status, String detail) {
        return thrown -> assertThat(thrown).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.problem().status()).isEqualTo(status);
            assertThat(problem.problem().detail()).contains(detail);
        });
    }
}
