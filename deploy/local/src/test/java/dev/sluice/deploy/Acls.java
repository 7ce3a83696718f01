package dev.sluice.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** deploy/kafka/acls.yaml, and the rights that it comes to. */
record Acls(List<Principal> principals) {
    /** What one client may do. */
    record Principal(String name, String about, List<String> read, List<String> write, List<Group> groups) {}

    /** A consumer group, or all whose names begin so. */
    record Group(String name, String pattern, List<String> operations) {}

    static Acls declared() {
        try {
            return new YAMLMapper()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .readValue(DeployFiles.DEPLOY.resolve("kafka/acls.yaml").toFile(), Acls.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line per right: {@code principal OPERATION kind pattern name}. */
    Set<String> rights() {
        Set<String> rights = new TreeSet<>();
        for (Principal principal : principals) {
            principal.read().forEach(topic -> rights.add(principal.name() + " READ topic literal " + topic));
            principal.write().forEach(topic -> rights.add(principal.name() + " WRITE topic literal " + topic));
            for (Group group : principal.groups()) {
                group.operations()
                        .forEach(operation -> rights.add(
                                principal.name() + " " + operation + " group " + group.pattern() + " " + group.name()));
            }
        }
        return rights;
    }

    Principal principal(String name) {
        return principals.stream()
                .filter(principal -> principal.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("acls.yaml has no principal " + name));
    }
}
