package dev.sluice.system;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Gives tests the one system that they share, started by the first and ended after the last. With the property
 * {@code sluice.broker=container} its broker is Kafka in a container; without Docker those tests are skipped, and say so.
 */
final class SharedSystem implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Namespace OURS = Namespace.create(SharedSystem.class);
    private static final String IMAGE = "apache/kafka:4.1.1";

    /** What is closed at the end: the system, then the broker that it may have in a container. */
    private record Shared(TestSystem system, Optional<KafkaContainer> container) implements AutoCloseable {
        static Shared start() {
            if (!inContainer()) {
                return new Shared(TestSystem.start(Map.of()), Optional.empty());
            }
            KafkaContainer kafka = new KafkaContainer(IMAGE);
            kafka.start();
            Map<String, String> cluster = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.getBootstrapServers());
            return new Shared(TestSystem.start(cluster), Optional.of(kafka));
        }

        @Override
        public void close() {
            system.close();
            container.ifPresent(KafkaContainer::close);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!inContainer() || DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("a broker can be had");
        }
        String reason = "Kafka was to run in a container, and Docker can't be used here";
        System.out.printf("skipped: %s: %s%n", context.getDisplayName(), reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean inContainer() {
        return "container".equals(System.getProperty("sluice.broker"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestSystem.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).system();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    /** A test that breaks parts mends them; one that ended by itself is a failure of the test that ran then. */
    @Override
    public void afterEach(ExtensionContext context) {
        Optional.ofNullable(context.getRoot().getStore(OURS).get(Shared.class, Shared.class))
                .ifPresent(shared -> shared.system().mend());
    }
}
