package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs a version, so that it can be brought up, and shut down when it is not needed any more. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Workload.Kubernetes.class, name = "kubernetes"),
    @JsonSubTypes.Type(value = Workload.Http.class, name = "http")
})
public sealed interface Workload {
    Name name();

    Role role();

    RetireAction onRollback();

    /**
     * What becomes of it once the candidate has everything: a canary's is done as soon as the last stage is complete, the
     * old version's when the bake is over.
     */
    RetireAction onComplete();

    /** How it is brought up before it gets traffic; empty when that is done by others. */
    Optional<Preparation> prepare();

    /** Whether a rollback shuts it down. */
    default boolean retires() {
        return onRollback() != RetireAction.KEEP;
    }

    /**
     * A Deployment.
     *
     * @param role what it runs
     * @param namespace by default the target's
     * @param deployment the Deployment's name
     * @param onRollback what a verified rollback does with it, after the abort delay; by default scale-to-zero, and keep
     *     for stable
     * @param onComplete by default keep
     * @param configMaps those of this version alone: they must be there when it is prepared, and are deleted when it is
     *     shut down, after its last pod. Those of a version that is scaled to zero come back when it is prepared again
     * @param prepare how it is brought up before a stage
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Kubernetes(
            Name name,
            Role role,
            Optional<String> namespace,
            String deployment,
            RetireAction onRollback,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Kept.class)
            RetireAction onComplete,

            List<String> configMaps,
            Optional<Preparation> prepare)
            implements Workload {
        public Kubernetes {
            Require.present("name", name);
            Require.present("role", role);
            KubernetesNames.namespace(namespace);
            Require.present("deployment", deployment);
            KubernetesNames.named("deployment", "a Deployment's", deployment);
            onRollback = action(role, onRollback);
            onComplete = afterwards(role, onComplete);
            configMaps = KubernetesNames.allNamed("configMaps", "a ConfigMap's", configMaps);
            prepare = preparation(role, prepare);
            Require.that(
                    prepare.flatMap(Preparation::from)
                            .filter(deployment::equals)
                            .isEmpty(),
                    "prepare.from",
                    "expected another Deployment than the workload's own");
            Require.that(
                    configMaps.isEmpty() || onRollback != RetireAction.KEEP || onComplete != RetireAction.KEEP,
                    "configMaps",
                    "expected none: a workload that is kept keeps its ConfigMaps");
        }

        /** Where it is; a plan names it, if only by its target. */
        public String home() {
            return namespace.orElseThrow(() -> new IllegalStateException("workload " + name + " is of no plan"));
        }

        Kubernetes inNamespaceOr(String otherwise) {
            return new Kubernetes(
                    name,
                    role,
                    Optional.of(namespace.orElse(otherwise)),
                    deployment,
                    onRollback,
                    onComplete,
                    configMaps,
                    prepare);
        }
    }

    /**
     * Instances under any supervisor that implements the HTTP workload contract of docs/http-workload-contract.md.
     *
     * @param role what it runs
     * @param url the workload's own address at its supervisor
     * @param onRollback what a verified rollback does with it, after the abort delay; by default scale-to-zero, and keep
     *     for stable
     * @param onComplete by default keep
     * @param prepare how it is brought up before a stage
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Http(
            Name name,
            Role role,
            URI url,
            Optional<SecretRef> bearer,
            RetireAction onRollback,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Kept.class)
            RetireAction onComplete,

            Optional<Preparation> prepare)
            implements Workload {
        public Http {
            Require.present("name", name);
            Require.present("role", role);
            Urls.http("url", url);
            onRollback = action(role, onRollback);
            onComplete = afterwards(role, onComplete);
            prepare = preparation(role, prepare);
            Require.that(
                    prepare.filter(Preparation::needsKubernetes).isEmpty(),
                    "prepare",
                    "expected no 'from' and no 'image', which are for Deployments");
        }
    }

    /** What is written only where it says something, so that plans from before it was known are the same text as ever. */
    final class Kept {
        @Override
        public boolean equals(@Nullable Object value) {
            return value == null || value == RetireAction.KEEP;
        }

        @Override
        public int hashCode() {
            return RetireAction.KEEP.hashCode();
        }
    }

    private static Optional<Preparation> preparation(Role role, Optional<Preparation> written) {
        Optional<Preparation> preparation = Require.orElse(written, Optional.empty());
        Require.that(
                role != Role.STABLE || preparation.isEmpty(),
                "prepare",
                "expected nothing: the stable version runs already");
        return preparation;
    }

    private static RetireAction afterwards(Role role, RetireAction written) {
        RetireAction action = Require.orElse(written, RetireAction.KEEP);
        Require.that(
                role != Role.GREEN || action == RetireAction.KEEP,
                "onComplete",
                "expected keep, or nothing: a green workload serves everybody once the rollout is complete");
        return action;
    }

    private static RetireAction action(Role role, RetireAction written) {
        RetireAction action =
                Require.orElse(written, role == Role.STABLE ? RetireAction.KEEP : RetireAction.SCALE_TO_ZERO);
        Require.that(
                role != Role.STABLE || action == RetireAction.KEEP,
                "onRollback",
                "expected keep, or nothing: a rollback goes back to the stable version");
        return action;
    }
}
