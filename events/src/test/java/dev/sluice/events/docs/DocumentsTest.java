package dev.sluice.events.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.sluice.events.alert.Alert;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Topics;
import dev.sluice.events.wire.WireType;
import dev.sluice.events.wire.WireTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents are what the records say, and examples and golden files are valid by them. */
class DocumentsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectNode PLAN = Schemas.document(
            Plan.class, "https://sluice.dev/schema/rollout-plan.schema.json", "A rollout plan of Sluice");
    private static final ObjectNode ALERT =
            Schemas.document(Alert.class, "https://sluice.dev/schema/alert.schema.json", "An alert of Sluice");
    private static final ObjectNode ASYNC_API = asyncApi();

    private static ObjectNode asyncApi() {
        try {
            return new AsyncApi().document();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().matches(".*[.](yaml|yml|json)")).sorted().toList().stream();
        }
    }

    static Stream<WireType> wireTypes() {
        return WireTypes.ALL.stream();
    }

    @Test
    void thePlansSchemaIsUpToDate() throws IOException {
        Generated.check("schema/rollout-plan.schema.json", pretty(PLAN));
    }

    @Test
    void theAlertsSchemaIsUpToDate() throws IOException {
        Generated.check("schema/alert.schema.json", pretty(ALERT));
    }

    @Test
    void theAsyncApiDocumentIsUpToDate() throws IOException {
        String text =
                "# Generated from the records in events/; do not edit.\n" + Json.YAML.writeValueAsString(ASYNC_API);
        Generated.check("asyncapi.yaml", text);
    }

    @Test
    void theCatalogueIsUpToDate() throws IOException {
        Generated.check("events.md", Catalogue.markdown());
    }

    @Test
    void theTableOfTemplatesIsUpToDate() throws IOException {
        Generated.check("metrics.md", TemplateTable.markdown());
    }

    @Test
    void everyTopicIsAChannelWithItsMessages() throws IOException {
        ObjectNode document = ASYNC_API;
        assertThat(document.path("channels")).hasSameSizeAs(Topics.ALL);
        for (WireType type : WireTypes.ALL) {
            JsonNode channel = document.path("channels").path(type.topic().replace("sluice.", ""));
            assertThat(channel.path("messages").has(type.name()))
                    .as(type.name())
                    .isTrue();
        }
        for (String topic : Topics.ALL) {
            JsonNode channel = document.path("channels").path(topic.replace("sluice.", ""));
            assertThat(channel.path("description").asText()).matches("Written by \\w.*; read by \\w.*");
            assertThat(channel.path("messages")).as(topic).isNotEmpty();
        }
    }

    @Test
    void everyReferenceOfTheAsyncApiDocumentLeadsSomewhere() throws IOException {
        ObjectNode document = ASYNC_API;
        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).hasSizeGreaterThan(150).allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAGoodPlanAndValidByTheSchema(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        Plan plan = PlanReader.read(text);
        assertThat(plan.stages()).isNotEmpty();
        assertThat(errors(PLAN, PlanReader.tree(text))).isEmpty();
    }

    @Test
    void theExamplesThatAreSpokenOfAreThere() throws IOException {
        assertThat(examples().map(file -> file.getFileName().toString()))
                .contains("claude-enhancer-5.1.yaml", "minimal.yaml", "prometheus.yaml", "http-router.yaml");
    }

    @ParameterizedTest
    @MethodSource("wireTypes")
    void aGoldenIsValidByTheAsyncApiDocument(WireType type) throws IOException {
        ObjectNode schema = ASYNC_API.deepCopy();
        String name = schema.path("components")
                .path("messages")
                .path(type.name())
                .path("payload")
                .path("$ref")
                .asText();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("$ref", name);
        JsonNode golden = MAPPER.readTree(Files.readAllBytes(GOLDEN.resolve(type.name() + ".json")));
        assertThat(errors(schema, golden)).isEmpty();
    }

    @Test
    void theGoldenAlertIsValidByItsSchema() throws IOException {
        JsonNode golden = MAPPER.readTree(Files.readAllBytes(GOLDEN.resolve("dev.sluice.alert.v1.json")));
        assertThat(errors(ALERT, golden)).isEmpty();
    }

    /** Reader and schema agree on what may be left out: each field of every example in turn. */
    @ParameterizedTest
    @MethodSource("examples")
    void theSchemaDemandsWhatTheReaderDemands(Path file) throws IOException {
        JsonNode plan = PlanReader.tree(Files.readAllBytes(file));
        JsonSchema schema = schema(PLAN);
        int tried = 0;
        for (ObjectNode parent : objects(plan)) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(parent.properties())) {
                parent.remove(field.getKey());
                boolean valid = schema.validate(plan).isEmpty();
                String refusal = refusal(plan);
                assertThat(!valid)
                        .as("without %s in %s: %s", field.getKey(), parent, refusal)
                        .isEqualTo(refusal.matches(
                                "(?s).*(is missing|exactly one of|at least one (router|source|server|instance|store|address|path)|no known types"
                                        + "|expected one of the known types|address of|expected the new version"
                                        + "|between 0 and 1|a header's name|1 to 128 printable|a name as HAProxy|the map's path"
                                        + "|a name as Kubernetes|a host's name|expected lower-case letters|a cluster's name|a region of AWS|the ARN of"
                                        + "|an identifier of Cloudflare).*"));
                parent.set(field.getKey(), field.getValue());
                tried++;
            }
        }
        assertThat(tried).isPositive();
    }

    @Test
    void theSchemaRefusesBareNumbersAndUnknownFields() throws IOException {
        ObjectNode plan = (ObjectNode) PlanReader.tree(Files.readAllBytes(EXAMPLES.resolve("minimal.yaml")));
        plan.put("replicas", 3);
        assertThat(errors(PLAN, plan)).hasSize(1);
        plan.remove("replicas");
        ObjectNode stage =
                MAPPER.createObjectNode().put("name", "all").put("weight", 100).put("duration", "30");
        plan.putArray("stages").add(stage);
        assertThat(errors(PLAN, plan)).hasSize(2);
    }

    private static Set<String> errors(ObjectNode schema, JsonNode document) {
        return schema(schema).validate(document).stream()
                .map(Object::toString)
                .collect(java.util.stream.Collectors.toSet());
    }

    private static JsonSchema schema(ObjectNode schema) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    private static String refusal(JsonNode plan) {
        try {
            PlanReader.read(plan.toString().getBytes(StandardCharsets.UTF_8));
            return "";
        } catch (Refusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> found.addAll(objects(child)));
        }
        return found;
    }

    private static String pretty(ObjectNode schema) throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }
}
