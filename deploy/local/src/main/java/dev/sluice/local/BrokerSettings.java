package dev.sluice.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What one broker on this machine is started with. Every listener is bound to 127.0.0.1.
 *
 * @param data folder that keeps the log segments and the cluster id over restarts
 * @param port TCP port of the clients' listener
 * @param controllerPort TCP port of the KRaft controller's listener; it may change between restarts
 * @param more Kafka's own settings, above those made here: an authorizer, a further listener
 */
public record BrokerSettings(Path data, int port, int controllerPort, Map<String, String> more) {
    public BrokerSettings(Path data, int port, int controllerPort) {
        this(data, port, controllerPort, Map.of());
    }

    /** Refuses ports outside 1 to 65535, and one port for both listeners. */
    public BrokerSettings {
        requirePort("port", port);
        requirePort("controllerPort", controllerPort);
        if (port == controllerPort) {
            throw new IllegalArgumentException("controllerPort: expected another port than port, got " + port);
        }
        data = data.toAbsolutePath().normalize();
        more = Map.copyOf(more);
    }

    /**
     * The same with a further listener, for clients that reach the broker through something: it is bound to {@code port},
     * and says to clients that it is at {@code advertised}.
     */
    public BrokerSettings withListener(String name, int port, int advertised) {
        requirePort("port", port);
        requirePort("advertised", advertised);
        Properties now = properties();
        Map<String, String> all = new HashMap<>(more);
        all.put("listeners", now.getProperty("listeners") + ",%s://127.0.0.1:%d".formatted(name, port));
        all.put(
                "advertised.listeners",
                now.getProperty("advertised.listeners") + ",%s://127.0.0.1:%d".formatted(name, advertised));
        all.put(
                "listener.security.protocol.map",
                now.getProperty("listener.security.protocol.map") + "," + name + ":PLAINTEXT");
        return new BrokerSettings(data, this.port, controllerPort, all);
    }

    /** The address that clients connect to, as {@code host:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The complete server configuration, for formatting the folder and for the server itself. */
    public Properties properties() {
        Properties properties = new Properties();
        listeners(properties);
        topics(properties);
        oneNode(properties);
        properties.putAll(more);
        return properties;
    }

    private void listeners(Properties properties) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put(
                "listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        properties.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        properties.put("log.dirs", data.toString());
    }

    private static void topics(Properties properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("num.partitions", "12");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("log.message.timestamp.type", "LogAppendTime");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "2");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** One node has nobody to wait for: groups form at once. */
    private static void oneNode(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "1000");
        // A killed broker stays fenced until its old session has run out, so a restart waits for this.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8L << 20));
    }

    private static void requirePort(String field, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(field + ": expected a TCP port from 1 to 65535, got " + port);
        }
    }
}
