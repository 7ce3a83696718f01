package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** docker-compose.yml starts what is there, lets nobody in from outside, and nothing without a key. */
class ComposeTest {
    private static final Path FILE = DeployFiles.ROOT.resolve("docker-compose.yml");
    private static final JsonNode COMPOSE = DeployFiles.yaml(FILE);

    @Test
    void everyServiceIsBuiltFromItsDockerfileAndStartsAfterTheTopics() {
        for (String service : DeployFiles.SERVICES) {
            JsonNode declared = COMPOSE.at("/services/" + service);
            int port = Service.named(service).port(8081, 1);

            assertThat(DeployFiles.strings(declared.get("ports")))
                    .containsExactly("127.0.0.1:%d:%d".formatted(port, port));
            assertThat(declared.at("/environment/QUARKUS_HTTP_PORT").asInt()).isEqualTo(port);
            assertThat(declared.at("/image").asText()).isEqualTo("sluice/" + service + ":0.1.0");
            String dockerfile = DeployFiles.text(
                    DeployFiles.ROOT.resolve(declared.at("/build/dockerfile").asText()));
            assertThat(dockerfile)
                    .contains("FROM eclipse-temurin:25-jre", service + "/target/quarkus-app/quarkus-run.jar")
                    .contains("USER 10001:10001", "HEALTHCHECK", "/q/health/ready", "QUARKUS_HTTP_PORT=" + port);
            assertThat(DeployFiles.text(DeployFiles.ROOT.resolve(".dockerignore")))
                    .contains("!" + service + "/target/quarkus-app");
        }
        assertThat(COMPOSE.at("/x-service/depends_on/topics/condition").asText())
                .isEqualTo("service_completed_successfully");
        assertThat(COMPOSE.at("/x-service-environment/SLUICE_API_KEY").asText()).startsWith("${SLUICE_API_KEY:?");
    }

    @Test
    void everyPortIsPublishedOnLoopbackOnly() {
        List<String> published = new ArrayList<>();
        COMPOSE.get("services").forEach(service -> published.addAll(DeployFiles.strings(service.path("ports"))));

        assertThat(published).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void backupsLieOnAVolumeThatTheServiceMayWriteTo() {
        JsonNode service = COMPOSE.at("/services/rollback-service");
        String folder = service.at("/environment/SLUICE_ROLLBACK_BACKUPS").asText();
        String dockerfile = DeployFiles.text(
                DeployFiles.ROOT.resolve(service.at("/build/dockerfile").asText()));

        assertThat(DeployFiles.strings(service.get("volumes"))).contains("backups:" + folder);
        assertThat(COMPOSE.get("volumes").has("backups")).isTrue();
        assertThat(dockerfile).contains("RUN install -d -o 10001 -g 10001 -m 700 " + folder);
    }

    @Test
    void everyMountedFileExists() {
        List<String> mounted = new ArrayList<>();
        COMPOSE.get("services").forEach(service -> mounted.addAll(DeployFiles.strings(service.path("volumes"))));

        assertThat(mounted.stream()
                        .filter(volume -> volume.startsWith("./"))
                        .map(volume -> DeployFiles.ROOT.resolve(volume.substring(2, volume.indexOf(':')))))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    @Test
    void composeTakesTheFileWithAKeyAndRefusesItWithout() throws Exception {
        List<String> compose = compose();

        DeployFiles.Outcome with = config(compose, "a-key");
        DeployFiles.Outcome without = config(compose, "");

        assertThat(with.code()).as(with.output()).isZero();
        assertThat(with.output()).contains("sluice/notifier-service:0.1.0");
        assertThat(without.code()).isNotZero();
        assertThat(without.output()).contains("set SLUICE_API_KEY");
    }

    /** docker-compose, or the plugin of docker where only that is at hand. */
    private static List<String> compose() throws Exception {
        for (List<String> command : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
            List<String> version = new ArrayList<>(command);
            version.add("version");
            try {
                if (DeployFiles.run(DeployFiles.ROOT, Map.of(), version.toArray(String[]::new))
                                .code()
                        == 0) {
                    return command;
                }
            } catch (java.io.IOException e) {
                // The program is not there: the next one may be.
                continue;
            }
        }
        Assumptions.abort("neither docker-compose nor docker compose is installed");
        return List.of();
    }

    private static DeployFiles.Outcome config(List<String> compose, String key) throws Exception {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("-f", FILE.toString(), "config"));
        return DeployFiles.run(DeployFiles.ROOT, Map.of("SLUICE_API_KEY", key), command.toArray(String[]::new));
    }
}
