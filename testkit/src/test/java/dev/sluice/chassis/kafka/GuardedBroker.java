package dev.sluice.chassis.kafka;

import dev.sluice.local.BrokerSettings;
import dev.sluice.local.EmbeddedBroker;
import dev.sluice.local.FreePorts;
import dev.sluice.local.TopicCatalogue;
import dev.sluice.local.TopicSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A real broker that asks who somebody is and gives nobody a right that was not granted. */
final class GuardedBroker implements AutoCloseable {
    private static final String USER = "traffic-service";
    private final EmbeddedBroker broker;
    private final int clientsPort;

    private GuardedBroker(EmbeddedBroker broker, int clientsPort) {
        this.broker = broker;
        this.clientsPort = clientsPort;
    }

    static GuardedBroker start(Path data) {
        List<Integer> ports = FreePorts.choose(3);
        Map<String, String> guarded = Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "false",
                "super.users",
                "User:ANONYMOUS",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:SASL_PLAINTEXT",
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,CLIENTS://127.0.0.1:%d"
                        .formatted(ports.get(0), ports.get(1), ports.get(2)),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,CLIENTS://127.0.0.1:%d".formatted(ports.get(0), ports.get(2)),
                "listener.name.clients.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"right\";".formatted(USER));
        EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(data, ports.get(0), ports.get(1), guarded));
        GuardedBroker started = new GuardedBroker(broker, ports.get(2));
        new TopicSetup(TopicCatalogue.declared(OptionalInt.empty()), 1).apply(started.operator());
        return started;
    }

    /** Settings of one who may do everything. */
    Map<String, Object> operator() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Settings of the one whose rights are granted below. */
    Map<String, Object> user(String password) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + clientsPort,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(USER, password)));
    }

    void grant(ResourceType type, AclOperation operation, Collection<String> names) throws Exception {
        List<AclBinding> bindings = new ArrayList<>();
        for (String name : names) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)));
        }
        try (Admin admin = Admin.create(operator())) {
            admin.createAcls(bindings).all().get(10, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
