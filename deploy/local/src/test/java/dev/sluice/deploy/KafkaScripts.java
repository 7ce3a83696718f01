package dev.sluice.deploy;

import dev.sluice.local.TopicCatalogue;
import dev.sluice.local.TopicSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The shell scripts of deploy/kafka, as they follow from acls.yaml and topics.yaml. */
final class KafkaScripts {
    private static final String HEAD = """
            #!/bin/sh
            # Generated from %s; README.md says how. Safe to repeat.
            #
            # KAFKA_BOOTSTRAP_SERVERS   the cluster; required
            # KAFKA_COMMAND_CONFIG      a properties file with TLS and SASL settings; optional
            # KAFKA_BIN                 where Kafka's own scripts lie; those on the PATH unless set
            """;

    private static final String CALL = """
            set -eu
            : "${KAFKA_BOOTSTRAP_SERVERS:?set KAFKA_BOOTSTRAP_SERVERS}"
            tool=${KAFKA_BIN:+$KAFKA_BIN/}%s
            """;

    private KafkaScripts() {}

    static String acls(Acls acls) {
        StringBuilder script = new StringBuilder(HEAD.formatted("acls.yaml"));
        script.append("# SLUICE_PRINCIPAL_PREFIX   before each name, User:CN= for certificates; User: unless set\n");
        script.append(CALL.formatted("kafka-acls.sh"));
        script.append("""
                prefix=${SLUICE_PRINCIPAL_PREFIX:-User:}

                # allow NAME RIGHTS...: what one principal may do
                allow() {
                    name=$1
                    shift
                    "$tool" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \\
                        ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} \\
                        --add --allow-principal "$prefix$name" "$@"
                }
                """);
        acls.principals().forEach(principal -> principal(script, principal));
        return script.toString();
    }

    private static void principal(StringBuilder script, Acls.Principal principal) {
        script.append("\n# ").append(principal.about()).append('\n');
        topics(script, principal.name(), "READ", principal.read());
        topics(script, principal.name(), "WRITE", principal.write());
        for (Acls.Group group : principal.groups()) {
            script.append("allow ").append(principal.name());
            group.operations()
                    .forEach(operation -> script.append(" --operation ").append(operation));
            script.append(" --resource-pattern-type ")
                    .append(group.pattern())
                    .append(" --group ")
                    .append(group.name())
                    .append('\n');
        }
    }

    private static void topics(StringBuilder script, String name, String operation, Iterable<String> topics) {
        StringBuilder options = new StringBuilder();
        topics.forEach(topic -> options.append(" \\\n    --topic ").append(topic));
        if (!options.isEmpty()) {
            script.append("allow ").append(name).append(" --operation ").append(operation);
            script.append(options).append('\n');
        }
    }

    static String topics(TopicCatalogue catalogue) {
        StringBuilder script = new StringBuilder(HEAD.formatted("topics.yaml"));
        script.append("# SLUICE_PARTITIONS         of every keyed topic; fixed for good once they exist\n");
        script.append("# SLUICE_REPLICATION        copies of each partition; 3 unless set\n");
        script.append("# SLUICE_MIN_INSYNC         copies that must confirm; 2 unless set\n");
        script.append(CALL.formatted("kafka-topics.sh"));
        int keyed = catalogue.topics().stream()
                .filter(TopicSpec::keyed)
                .findFirst()
                .orElseThrow()
                .partitions();
        script.append("keyed=${SLUICE_PARTITIONS:-").append(keyed).append("}\n");
        script.append("""

                # topic NAME PARTITIONS SETTINGS...
                topic() {
                    name=$1
                    partitions=$2
                    shift 2
                    "$tool" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \\
                        ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} \\
                        --create --if-not-exists --topic "$name" --partitions "$partitions" \\
                        --replication-factor "${SLUICE_REPLICATION:-3}" \\
                        --config min.insync.replicas="${SLUICE_MIN_INSYNC:-2}" "$@"
                }
                """);
        catalogue.topics().forEach(topic -> topic(script, topic));
        return script.toString();
    }

    private static void topic(StringBuilder script, TopicSpec topic) {
        script.append("\n# ").append(topic.about()).append('\n');
        script.append("topic ").append(topic.name()).append(' ');
        script.append(topic.keyed() ? "\"$keyed\"" : String.valueOf(topic.partitions()));
        Map<String, String> settings = new TreeMap<>(topic.kafkaConfig(2));
        settings.remove("min.insync.replicas");
        settings.forEach(
                (key, value) -> script.append(String.format(Locale.ROOT, " \\\n    --config %s=%s", key, value)));
        script.append('\n');
    }
}
