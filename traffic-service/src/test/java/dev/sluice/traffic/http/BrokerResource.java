package dev.sluice.traffic.http;

import dev.sluice.testkit.TestBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real broker for all tests that need one; a test may stop it by running the field of type Runnable that it gets. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    /** Kept, since a logger that nobody holds forgets its level. */
    private static final List<Logger> LOUD = Stream.of("kafka", "state.change.logger", "org.apache.kafka")
            .map(Logger::getLogger)
            .toList();

    private @Nullable Path data;
    private @Nullable TestBroker broker;

    @Override
    public Map<String, String> start() {
        LOUD.forEach(logger -> logger.setLevel(Level.SEVERE));
        try {
            data = Files.createTempDirectory("sluice-broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = TestBroker.start(data);
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "quarkus.http.test-port", "0",
                "quarkus.log.category.\"kafka\".level", "ERROR",
                "quarkus.log.category.\"state.change.logger\".level", "ERROR");
    }

    @Override
    public void inject(TestInjector injector) {
        Runnable stop = this::close;
        injector.injectIntoFields(stop, new TestInjector.MatchesType(Runnable.class));
    }

    private void close() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void stop() {
        close();
        if (data == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
