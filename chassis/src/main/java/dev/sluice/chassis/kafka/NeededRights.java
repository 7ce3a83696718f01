package dev.sluice.chassis.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this service must be allowed to do on the cluster, by its settings; the build holds them to acls.yaml. */
@ApplicationScoped
public class NeededRights {
    private final Map<String, Set<AclOperation>> topics = new LinkedHashMap<>();
    private final Map<String, Set<AclOperation>> groups = new LinkedHashMap<>();

    @Inject
    NeededRights(
            @ConfigProperty(name = "sluice.rights.read") Optional<List<String>> read,
            @ConfigProperty(name = "sluice.rights.write") Optional<List<String>> write,
            @ConfigProperty(name = "sluice.rights.groups") Optional<List<String>> members,
            @ConfigProperty(name = "mp.messaging.incoming.owned.group.id") String owning,
            @ConfigProperty(name = "sluice.ownership.confirmed") boolean confirmed) {
        add(topics, read, AclOperation.READ);
        add(topics, write, AclOperation.WRITE);
        add(groups, members, AclOperation.READ);
        if (confirmed) {
            add(groups, Optional.of(List.of(owning)), AclOperation.DESCRIBE);
        }
    }

    private static void add(
            Map<String, Set<AclOperation>> needed, Optional<List<String>> names, AclOperation operation) {
        names.orElse(List.of()).forEach(name -> needed.computeIfAbsent(name, each -> new LinkedHashSet<>())
                .add(operation));
    }

    Map<String, Set<AclOperation>> topics() {
        return Map.copyOf(topics);
    }

    Map<String, Set<AclOperation>> groups() {
        return Map.copyOf(groups);
    }
}
