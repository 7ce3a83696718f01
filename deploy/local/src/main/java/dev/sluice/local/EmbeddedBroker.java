package dev.sluice.local;

import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker inside this JVM, serving on 127.0.0.1 from the moment that {@code start} returns
 * until {@code close} returns.
 *
 * <p>What it was told stays in its folder: starting again on the same folder, on any port, brings the
 * topics, records and group offsets back. Two brokers must not share a folder at one time (Kafka locks
 * it). Close it before deleting the folder: Kafka ends the whole JVM when its log directory fails.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int BIND_ATTEMPTS = 5;

    private final BrokerSettings settings;
    private final KafkaRaftServer server;

    private EmbeddedBroker(BrokerSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Starts a broker on the folder {@code data}, which is created and formatted when it is new.
     *
     * @param port the clients' port, or 0 for any free one
     * @throws BrokerStartException when it can't serve, for instance because the port is taken
     */
    public static EmbeddedBroker start(Path data, int port) {
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = FreePorts.choose(2);
            try {
                return start(new BrokerSettings(data, port == 0 ? free.get(0) : port, free.get(1)));
            } catch (BrokerStartException e) {
                // A port chosen as free may be taken before it is bound; a port that was asked for stays taken.
                if (port != 0 || attempt == BIND_ATTEMPTS || !e.causedBy(BindException.class)) {
                    throw e;
                }
            }
        }
    }

    /** Starts a broker with exactly these settings; fails like {@link #start(Path, int)}. */
    public static EmbeddedBroker start(BrokerSettings settings) {
        new BrokerStorage(settings).prepare();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings.properties(), false), Time.SYSTEM);
        try {
            server.startup();
            return new EmbeddedBroker(settings, server);
        } catch (Throwable e) {
            server.shutdown();
            throw new BrokerStartException("the broker can't serve on " + settings.bootstrapServers(), e);
        }
    }

    /** The address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** The clients' port. */
    public int port() {
        return settings.port();
    }

    /** Blocks until somebody else has closed this broker. */
    public void awaitShutdown() {
        server.awaitShutdown();
    }

    /** Flushes everything to the folder and stops; a second call does nothing. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
