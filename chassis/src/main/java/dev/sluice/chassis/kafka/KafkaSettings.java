package dev.sluice.chassis.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this process reaches Kafka: the {@code kafka.*} settings, TLS and SASL included, for clients made by hand. */
@ApplicationScoped
public class KafkaSettings {
    private final Map<String, Object> settings;
    private final String service;

    @Inject
    public KafkaSettings(
            @Identifier("default-kafka-broker") Map<String, Object> settings,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.settings = Map.copyOf(settings);
        this.service = service;
    }

    /** The common settings with these on top. */
    public Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        return all;
    }

    public String service() {
        return service;
    }
}
