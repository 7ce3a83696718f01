package dev.sluice.traffic.clusterrouter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testkit.ApiServer;
import dev.sluice.testkit.Await;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of Istio and the Gateway API. Their schemas are generated from fabric8's models, with unknown fields kept, as
 * the projects' own add fields with each release; where the variable {@code SLUICE_CRDS} names a folder with the projects'
 * own definitions, those are installed in their place.
 */
final class Crds {
    private static boolean installed;

    private Crds() {}

    static synchronized void install(ApiServer server) throws IOException {
        if (installed) {
            return;
        }
        try (KubernetesClient admin = server.administrator()) {
            Optional<String> folder = Optional.ofNullable(System.getenv("SLUICE_CRDS"));
            List<CustomResourceDefinition> definitions =
                    folder.isPresent() ? upstream(admin, Path.of(folder.get())) : generated(admin);
            for (CustomResourceDefinition definition : definitions) {
                admin.resource(definition).createOr(existing -> existing.update());
            }
            for (CustomResourceDefinition definition : definitions) {
                Await.until(
                        definition.getMetadata().getName() + " is served",
                        Duration.ofSeconds(30),
                        () -> served(admin, definition.getMetadata().getName()),
                        () -> "");
            }
        }
        installed = true;
    }

    private static boolean served(KubernetesClient admin, String name) {
        CustomResourceDefinition standing = admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name)
                .get();
        return standing != null
                && standing.getStatus() != null
                && standing.getStatus().getConditions().stream()
                        .anyMatch(each -> each.getType().equals("Established")
                                && each.getStatus().equals("True"));
    }

    private static List<CustomResourceDefinition> upstream(KubernetesClient admin, Path folder) throws IOException {
        List<CustomResourceDefinition> definitions = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (InputStream text = Files.newInputStream(file)) {
                    admin.load(text).items().forEach(object -> {
                        if (object instanceof CustomResourceDefinition definition) {
                            definitions.add(definition);
                        }
                    });
                }
            }
        }
        return definitions;
    }

    private static List<CustomResourceDefinition> generated(KubernetesClient admin) {
        List<Class<? extends HasMetadata>> models = List.of(VirtualService.class, HTTPRoute.class, GRPCRoute.class);
        Texts texts = new Texts();
        new CRDGenerator()
                .customResourceClasses(models)
                .forCRDVersions("v1")
                .withImplicitPreserveUnknownFields(true)
                .withOutput(texts)
                .generate();
        List<CustomResourceDefinition> definitions = new ArrayList<>();
        for (ByteArrayOutputStream text : texts.all) {
            CustomResourceDefinition definition =
                    admin.getKubernetesSerialization().unmarshal(text.toString(UTF_8), CustomResourceDefinition.class);
            // Without it a group of kubernetes.io is refused; it names the review in which the real one was agreed on.
            definition
                    .getMetadata()
                    .setAnnotations(
                            java.util.Map.of("api-approved.kubernetes.io", "https://example.com/generated-for-a-test"));
            definitions.add(definition);
        }
        return definitions;
    }

    private static final class Texts implements CRDGenerator.CRDOutput<OutputStream> {
        private final List<ByteArrayOutputStream> all = new ArrayList<>();

        @Override
        public OutputStream outputFor(String crdName) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            all.add(text);
            return text;
        }

        @Override
        public URI crdURI(String crdName) {
            return new File(crdName).toURI();
        }

        @Override
        public void close() {}
    }
}
