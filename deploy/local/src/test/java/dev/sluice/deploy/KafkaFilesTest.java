package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.TopicCatalogue;
import dev.sluice.local.TopicSpec;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights follow from the topics, the scripts from both, and what the scripts tell Kafka is all of it and no more. */
class KafkaFilesTest {
    private static final Path KAFKA = DeployFiles.DEPLOY.resolve("kafka");
    private static final boolean REGENERATE = Boolean.getBoolean("sluice.regenerate");
    private static final TopicCatalogue TOPICS = TopicCatalogue.declared(OptionalInt.empty());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyClientMayWriteAndReadTheTopicsThatTheListNamesItFor() {
        Acls acls = Acls.declared();

        for (Acls.Principal principal : acls.principals()) {
            assertThat(principal.read())
                    .as(principal.name() + " reads")
                    .containsExactlyInAnyOrderElementsOf(topicsOf(principal.name(), TopicSpec::readers));
            assertThat(principal.write())
                    .as(principal.name() + " writes")
                    .containsExactlyInAnyOrderElementsOf(topicsOf(principal.name(), TopicSpec::writers));
        }
        Set<String> named = new TreeSet<>();
        TOPICS.topics().forEach(topic -> {
            named.addAll(topic.readers());
            named.addAll(topic.writers());
        });
        assertThat(acls.principals()).extracting(Acls.Principal::name).containsExactlyInAnyOrderElementsOf(named);
    }

    private static List<String> topicsOf(String client, Function<TopicSpec, List<String>> list) {
        return TOPICS.topics().stream()
                .filter(topic -> list.apply(topic).contains(client))
                .map(TopicSpec::name)
                .toList();
    }

    @Test
    void everyServiceMayOwnPartitionsAndTrafficServiceMayAskWhoDoes() {
        Acls acls = Acls.declared();

        assertThat(DeployFiles.SERVICES)
                .allSatisfy(
                        service -> assertThat(acls.principal(service).groups()).isNotEmpty());
        assertThat(acls.rights()).contains("traffic-service DESCRIBE group literal sluice-traffic");
        assertThat(acls.principals().stream().flatMap(principal -> principal.groups().stream()))
                .allSatisfy(group -> assertThat(group.pattern()).isIn("literal", "prefixed"));
    }

    /** What a service compares its rights with, in {@code ./sluice doctor}. */
    @Test
    void everyServiceNeedsWhatTheListGivesItAndNoMore() throws IOException {
        for (String service : DeployFiles.SERVICES) {
            Properties settings = new Properties();
            try (Reader file = Files.newBufferedReader(
                    DeployFiles.DEPLOY.resolve("../" + service + "/src/main/resources/application.properties"))) {
                settings.load(file);
            }
            Acls.Principal principal = Acls.declared().principal(service);

            assertThat(named(settings, "sluice.rights.read"))
                    .as(service)
                    .containsExactlyInAnyOrderElementsOf(principal.read());
            assertThat(named(settings, "sluice.rights.write"))
                    .as(service)
                    .containsExactlyInAnyOrderElementsOf(principal.write());
            assertThat(named(settings, "sluice.rights.groups"))
                    .as(service)
                    .hasSameSizeAs(principal.groups())
                    .allSatisfy(name -> assertThat(principal.groups())
                            .anyMatch(group -> group.pattern().equals("literal")
                                    ? name.equals(group.name())
                                    : name.startsWith(group.name())));
        }
    }

    /** A list of names; one in braces is another setting's. */
    private static List<String> named(Properties settings, String key) {
        return Arrays.stream(settings.getProperty(key).split(","))
                .map(name -> name.startsWith("${") ? settings.getProperty(name.substring(2, name.length() - 1)) : name)
                .toList();
    }

    @Test
    void theScriptsFollowFromTheLists() throws IOException {
        upToDate("apply-acls.sh", KafkaScripts.acls(Acls.declared()));
        upToDate("create-topics.sh", KafkaScripts.topics(TOPICS));
    }

    private static void upToDate(String name, String wanted) throws IOException {
        Path script = KAFKA.resolve(name);
        if (REGENERATE) {
            Files.writeString(script, wanted);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(DeployFiles.text(script))
                .as(name + ": run the module's tests with -Dsluice.regenerate=true")
                .isEqualTo(wanted);
    }

    @Test
    void kafkaIsToldEveryRightAndNoOther() throws Exception {
        Set<String> told = new TreeSet<>();
        for (List<String> call : callsOf("apply-acls.sh", "kafka-acls.sh")) {
            String principal = after(call, "--allow-principal").getFirst();
            String pattern =
                    after(call, "--resource-pattern-type").stream().findFirst().orElse("literal");
            assertThat(principal).startsWith("User:");
            for (String operation : after(call, "--operation")) {
                String who = principal.substring("User:".length()) + " " + operation;
                after(call, "--topic").forEach(topic -> told.add(who + " topic " + pattern + " " + topic));
                after(call, "--group").forEach(group -> told.add(who + " group " + pattern + " " + group));
            }
        }

        assertThat(told).isEqualTo(Acls.declared().rights());
    }

    @Test
    void kafkaIsToldEveryTopicWithItsSettings() throws Exception {
        List<List<String>> calls = callsOf("create-topics.sh", "kafka-topics.sh");

        assertThat(calls).hasSameSizeAs(TOPICS.topics());
        for (int i = 0; i < calls.size(); i++) {
            TopicSpec topic = TOPICS.topics().get(i);
            assertThat(after(calls.get(i), "--topic")).containsExactly(topic.name());
            assertThat(after(calls.get(i), "--partitions")).containsExactly(String.valueOf(topic.partitions()));
            assertThat(after(calls.get(i), "--replication-factor")).containsExactly("3");
            assertThat(after(calls.get(i), "--config"))
                    .containsExactlyInAnyOrderElementsOf(topic.kafkaConfig(2).entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        }
    }

    /** What the script calls Kafka's tool with: here one that notes its arguments. */
    private List<List<String>> callsOf(String script, String tool) throws Exception {
        Path program = folder.resolve(tool);
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + folder.resolve("calls") + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        DeployFiles.Outcome outcome = DeployFiles.run(
                folder,
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                        "KAFKA_BIN", folder.toString(),
                        "SLUICE_PARTITIONS", "",
                        "SLUICE_REPLICATION", ""),
                "sh",
                KAFKA.resolve(script).toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        return Files.readAllLines(folder.resolve("calls")).stream()
                .map(line -> Arrays.asList(line.split(" ")))
                .toList();
    }

    private static List<String> after(List<String> arguments, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (arguments.get(i).equals(option)) {
                values.add(arguments.get(i + 1));
            }
        }
        return values;
    }
}
