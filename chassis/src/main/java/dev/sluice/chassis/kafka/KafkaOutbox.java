package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Outbox;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends through the channel {@code out}; the journal is one topic among others there. */
@Startup
@ApplicationScoped
public class KafkaOutbox implements Outbox, Journal {
    private static final Logger LOG = Logger.getLogger(KafkaOutbox.class);
    private static final int BUFFERED = 10_000;
    private final Emitter<byte[]> out;
    private final Codec codec;
    private final OpenTelemetry telemetry;

    @Inject
    KafkaOutbox(
            @Channel("out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED) Emitter<byte[]> out,
            KafkaSettings kafka,
            KafkaClientService clients,
            OpenTelemetry telemetry) {
        this.out = out;
        this.codec = new Codec(kafka.service());
        this.telemetry = telemetry;
        connect(clients);
    }

    /** Lets the producer find the journal's leaders now, so that the first append does not wait for it. */
    private static void connect(KafkaClientService clients) {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer("out");
        if (producer != null) {
            producer.runOnSendingThread(KafkaOutbox::journalPartitions)
                    .subscribe()
                    .with(found -> {}, failure -> LOG.debugf("not connected so far: %s", failure.getMessage()));
        }
    }

    private static int journalPartitions(Producer<byte[], byte[]> client) {
        return client.partitionsFor(Topics.ROLLOUTS).size();
    }

    @Override
    public CompletionStage<Void> append(List<Proposed> events, Optional<String> cause) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (Proposed event : events) {
            sent.add(send(codec.encode(event), cause).toCompletableFuture());
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletionStage<Void> send(ProducerRecord<byte[], byte[]> record, Optional<String> cause) {
        Span span = traced(record.headers(), cause, "send " + record.topic());
        CompletableFuture<Void> sent = new CompletableFuture<>();
        OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<byte[]> metadata =
                OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withTopic(record.topic())
                        .withKey(record.key())
                        .withHeaders(record.headers());
        if (record.partition() != null) {
            metadata.withPartition(record.partition());
        }
        Message<byte[]> message = Message.of(
                record.value(),
                Metadata.of(metadata.build()),
                () -> {
                    span.end();
                    sent.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
                    span.end();
                    sent.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                });
        try {
            out.send(message);
        } catch (IllegalStateException e) {
            span.end();
            sent.completeExceptionally(e);
        }
        return sent;
    }

    private Span traced(Headers headers, Optional<String> cause, String name) {
        Context parent = cause.map(KafkaOutbox::context).orElseGet(Context::current);
        Span span = telemetry
                .getTracer("dev.sluice")
                .spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.PRODUCER)
                .startSpan();
        W3CTraceContextPropagator.getInstance().inject(parent.with(span), headers, (carrier, key, value) -> {
            if (carrier != null) {
                carrier.remove(key);
                carrier.add(key, value.getBytes(StandardCharsets.UTF_8));
            }
        });
        return span;
    }

    private static Context context(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, new TextMapGetter<>() {
            @Override
            public Iterable<String> keys(String carrier) {
                return List.of("traceparent");
            }

            @Override
            public @Nullable String get(@Nullable String carrier, String key) {
                return "traceparent".equals(key) ? carrier : null;
            }
        });
    }

    /** The W3C trace context that a record carries. */
    static Optional<String> cause(Headers headers) {
        return Optional.ofNullable(headers.lastHeader("traceparent"))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
