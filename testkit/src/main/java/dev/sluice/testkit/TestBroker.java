package dev.sluice.testkit;

import dev.sluice.local.EmbeddedBroker;
import dev.sluice.local.TopicCatalogue;
import dev.sluice.local.TopicSetup;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** A real Kafka broker in this process, on a free port of 127.0.0.1, with the declared topics. It is up in about 3 s. */
public final class TestBroker implements AutoCloseable {
    private final EmbeddedBroker broker;

    private TestBroker(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** @param data an empty folder, such as JUnit's {@code @TempDir} */
    public static TestBroker start(Path data) {
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        try {
            new TopicSetup(TopicCatalogue.declared(OptionalInt.empty()), 1)
                    .apply(Map.of("bootstrap.servers", broker.bootstrapServers()));
            return new TestBroker(broker);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
    }
}
