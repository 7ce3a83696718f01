package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests are what Kubernetes takes, the four services are all there, and none has a right that it does not need. */
class KubernetesTest {
    @Test
    void everyServiceHasItsFiveObjectsAndNoneIsLeftOut() {
        assertThat(Manifests.of(Deployment.class))
                .extracting(this::name)
                .containsExactlyElementsOf(DeployFiles.SERVICES);
        assertThat(Manifests.of(io.fabric8.kubernetes.api.model.Service.class))
                .extracting(this::name)
                .containsExactlyElementsOf(DeployFiles.SERVICES);
        assertThat(Manifests.of(ServiceAccount.class))
                .extracting(this::name)
                .containsExactlyElementsOf(DeployFiles.SERVICES);
        assertThat(Manifests.of(PodDisruptionBudget.class))
                .extracting(this::name)
                .containsExactlyElementsOf(DeployFiles.SERVICES);
        assertThat(Manifests.of(NetworkPolicy.class)).hasSize(1 + DeployFiles.SERVICES.size());
        assertThat(DeployFiles.files(Manifests.BASE, ".yaml"))
                .hasSize(1
                        + DeployFiles.yaml(Manifests.BASE.resolve("kustomization.yaml"))
                                .get("resources")
                                .size());
    }

    private String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    @Test
    void podsRunWithoutPrivilegesAndOnlyTrafficServiceHasAToken() {
        for (Deployment deployment : Manifests.of(Deployment.class)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
            assertThat(pod.getServiceAccountName()).isEqualTo(name(deployment));
            assertThat(pod.getAutomountServiceAccountToken())
                    .isEqualTo(name(deployment).equals("traffic-service"));
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getVolumes()).anyMatch(volume -> volume.getEmptyDir() != null);
            assertThat(pod.getContainers()).singleElement().satisfies(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            });
        }
        assertThat(Manifests.of(ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }

    @Test
    void rightsAreThoseOfWorkloadsAndAreBoundByNamespaceOnly() {
        assertThat(Manifests.objects())
                .noneMatch(object ->
                        object instanceof RoleBinding || object.getKind().equals("ClusterRoleBinding"));
        ClusterRole role = Manifests.of(ClusterRole.class).getFirst();
        assertThat(role.getRules())
                .flatExtracting(rule -> rule.getResources().stream()
                        .map(resource -> resource + " " + String.join(", ", rule.getVerbs()))
                        .toList())
                .containsExactly(
                        "deployments get, list, create, patch, delete",
                        "deployments/scale update",
                        "pods list",
                        "configmaps get, create, delete",
                        "horizontalpodautoscalers list");
        Path file = DeployFiles.DEPLOY.resolve("kubernetes/namespace/rolebinding.yaml");
        RoleBinding binding = (RoleBinding) Manifests.object(file.toString(), DeployFiles.yaml(file));

        assertThat(binding.getRoleRef().getKind()).isEqualTo("ClusterRole");
        assertThat(binding.getRoleRef().getName()).isEqualTo(name(role));
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getName()).isEqualTo("traffic-service");
            assertThat(subject.getNamespace())
                    .isEqualTo(name(Manifests.of(Namespace.class).getFirst()));
        });
    }

    /** One role for each kind of router, each bound on its own, and none may list, patch or delete. */
    @Test
    void eachKindOfRouterHasARoleOfItsOwnAndABindingForIt() {
        Map<String, String> rights = Map.of(
                "sluice-router-istio", "virtualservices get, update",
                "sluice-router-gateway-api", "httproutes, grpcroutes get, update",
                "sluice-router-nginx-ingress", "ingresses get, create, update",
                "sluice-router-service", "services get, update");
        List<ClusterRole> roles = Manifests.of(ClusterRole.class).stream()
                .filter(role -> name(role).startsWith("sluice-router-"))
                .toList();
        assertThat(roles).extracting(this::name).containsExactlyInAnyOrderElementsOf(rights.keySet());
        for (ClusterRole role : roles) {
            assertThat(role.getRules()).singleElement().satisfies(rule -> assertThat(
                            String.join(", ", rule.getResources()) + " " + String.join(", ", rule.getVerbs()))
                    .isEqualTo(rights.get(name(role))));
            Path file = DeployFiles.DEPLOY.resolve(
                    "kubernetes/namespace/" + name(role).replace("sluice-", "") + ".yaml");
            RoleBinding binding = (RoleBinding) Manifests.object(file.toString(), DeployFiles.yaml(file));
            assertThat(binding.getRoleRef().getName()).isEqualTo(name(role));
            assertThat(binding.getSubjects()).singleElement().satisfies(subject -> assertThat(
                            subject.getNamespace() + "/" + subject.getName())
                    .isEqualTo("sluice/traffic-service"));
        }
    }

    @Test
    void stepsHaveARoleThatMakesJobsAndReadsTheirTemplates() {
        ClusterRole role = Manifests.of(ClusterRole.class).stream()
                .filter(each -> name(each).equals("sluice-steps"))
                .findFirst()
                .orElseThrow();
        assertThat(role.getRules())
                .extracting(rule -> String.join(", ", rule.getResources()) + " " + String.join(", ", rule.getVerbs()))
                .containsExactly("cronjobs list", "jobs list, create");
        Path file = DeployFiles.DEPLOY.resolve("kubernetes/namespace/steps.yaml");
        RoleBinding binding = (RoleBinding) Manifests.object(file.toString(), DeployFiles.yaml(file));
        assertThat(binding.getRoleRef().getName()).isEqualTo("sluice-steps");
    }

    @Test
    void judgingByObjectsHasARoleThatGetsAndDoesNothingElse() {
        ClusterRole role = Manifests.of(ClusterRole.class).stream()
                .filter(each -> name(each).equals("sluice-objects"))
                .findFirst()
                .orElseThrow();
        assertThat(role.getRules())
                .extracting(rule -> String.join(", ", rule.getResources()) + " " + String.join(", ", rule.getVerbs()))
                .containsExactly("configmaps get", "deployments, statefulsets get");
        Path file = DeployFiles.DEPLOY.resolve("kubernetes/namespace/objects.yaml");
        RoleBinding binding = (RoleBinding) Manifests.object(file.toString(), DeployFiles.yaml(file));
        assertThat(binding.getRoleRef().getName()).isEqualTo("sluice-objects");
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> assertThat(
                        subject.getNamespace() + "/" + subject.getName())
                .isEqualTo("sluice/health-service"));
    }

    @Test
    void portsProbesAndSecretsAreEachServicesOwn() {
        for (Deployment deployment : Manifests.of(Deployment.class)) {
            String service = name(deployment);
            int port = Service.named(service).port(8081, 1);
            Container container =
                    deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();

            assertThat(container.getPorts()).singleElement().satisfies(each -> assertThat(each.getContainerPort())
                    .isEqualTo(port));
            assertThat(container.getEnv())
                    .anySatisfy(env -> {
                        assertThat(env.getName()).isEqualTo("QUARKUS_HTTP_PORT");
                        assertThat(env.getValue()).isEqualTo(String.valueOf(port));
                    })
                    .anySatisfy(env -> {
                        assertThat(env.getName()).isEqualTo("KAFKA_SASL_JAAS_CONFIG");
                        assertThat(env.getValueFrom().getSecretKeyRef().getName())
                                .isEqualTo(service + "-kafka");
                    })
                    .anySatisfy(env -> {
                        assertThat(env.getName()).isEqualTo("SLUICE_API_KEY");
                        assertThat(env.getValueFrom().getSecretKeyRef()).isNotNull();
                    });
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        }
        assertThat(Manifests.of(ConfigMap.class)).singleElement().satisfies(config -> assertThat(config.getData())
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .doesNotContainKeys("SLUICE_API_KEY", "KAFKA_SASL_JAAS_CONFIG"));
    }

    @Test
    void aMemberThatKubernetesDoesNotKnowIsFound() {
        JsonNode deployment = DeployFiles.documents(Manifests.BASE.resolve("traffic-service.yaml"))
                .get(1);
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("readynessProbe", "misspelt");

        assertThatThrownBy(() -> Manifests.object("traffic-service.yaml", deployment))
                .hasMessageContaining("Containers")
                .hasMessageContaining("readynessProbe");
    }

    @Test
    void kustomizeBuildsTheBase() throws Exception {
        String kubectl = DeployFiles.program("kubectl", false).toString();

        DeployFiles.Outcome built = DeployFiles.run(Manifests.BASE, Map.of(), kubectl, "kustomize", ".");

        assertThat(built.code()).as(built.output()).isZero();
        assertThat(built.output()).contains("image: sluice/traffic-service:0.1.0", "namespace: sluice");
    }

    @Test
    void kustomizeAddsATokenForHealthServiceWhereItIsAskedFor(@TempDir Path folder) throws Exception {
        String kubectl = DeployFiles.program("kubectl", false).toString();
        Path here = folder.toRealPath();
        Path kubernetes =
                here.relativize(DeployFiles.DEPLOY.resolve("kubernetes").toRealPath());
        Files.writeString(
                here.resolve("kustomization.yaml"),
                "resources: [" + kubernetes + "/base]\ncomponents: [" + kubernetes + "/objects]\n");

        DeployFiles.Outcome built = DeployFiles.run(here, Map.of(), kubectl, "kustomize", ".");

        assertThat(built.code()).as(built.output()).isZero();
        assertThat(built.output()).contains("name: health-service-objects");
        List<JsonNode> tokens =
                DeployFiles.documents(Files.writeString(folder.resolve("built.yaml"), built.output())).stream()
                        .filter(object -> object.path("kind").asText().equals("Deployment"))
                        .filter(object -> object.at("/spec/template/spec/automountServiceAccountToken")
                                .asBoolean())
                        .map(object -> object.at("/metadata/name"))
                        .toList();
        assertThat(tokens).extracting(JsonNode::asText).containsExactlyInAnyOrder("traffic-service", "health-service");
    }

    @Test
    void kustomizeBuildsTheBaseWithAVolumeThatBothInstancesShare() throws Exception {
        String kubectl = DeployFiles.program("kubectl", false).toString();
        Path data = Manifests.BASE.resolveSibling("data");

        DeployFiles.Outcome built = DeployFiles.run(data, Map.of(), kubectl, "kustomize", ".");

        assertThat(built.code()).as(built.output()).isZero();
        assertThat(built.output())
                .contains("- ReadWriteMany", "claimName: sluice-backups", "mountPath: /var/lib/sluice/backups")
                .contains("name: SLUICE_ROLLBACK_BACKUPS\n          value: /var/lib/sluice/backups")
                .contains("name: rollback-service-stores");
    }
}
