package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a step does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Task.Job.class, name = "job"),
    @JsonSubTypes.Type(value = Task.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Task.Checks.class, name = "checks")
})
public sealed interface Task {
    /** What somebody else does when traffic-service asks for it. */
    sealed interface Work extends Task {}

    /**
     * A Job of Kubernetes, made from a CronJob's template, as {@code kubectl create job --from} does: what it needs, its
     * secrets too, is said there. A suspended CronJob is a template and nothing else.
     *
     * @param namespace by default the target's
     * @param from the CronJob's name
     * @param image of its only container, or of the one that is named as the CronJob is; by default the template's
     * @param env what its containers find in their environment, beside the template's and beside {@code SLUICE_ROLLOUT},
     *     {@code SLUICE_TARGET}, {@code SLUICE_VERSION} and {@code SLUICE_STEP}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Job(Optional<String> namespace, String from, Optional<String> image, Map<String, String> env)
            implements Work {
        private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

        public Job {
            namespace = Require.orElse(namespace, Optional.empty());
            KubernetesNames.namespace(namespace);
            KubernetesNames.named("from", "a CronJob's", from);
            image = Require.orElse(image, Optional.empty());
            image.ifPresent(each -> Require.text("image", each));
            env = Map.copyOf(Require.orElse(env, Map.of()));
            env.keySet().forEach(each -> Require.matching("env", each, VARIABLE, "a variable's name"));
        }

        /** Where it runs; a plan names it, if only by its target. */
        public String home() {
            return namespace.orElseThrow(() -> new IllegalStateException("a Job of no plan"));
        }

        Job inNamespaceOr(String otherwise) {
            return new Job(Optional.of(namespace.orElse(otherwise)), from, image, env);
        }
    }

    /**
     * A POST, as docs/steps.md says it: 200, 201 or 204 is done, 202 is under way and asked again, and so is what may pass by
     * itself; any other answer is a failure.
     *
     * @param sign where the secret is found by which the call is signed, as Standard Webhooks describes: {@code whsec_} and
     *     base64; by default it is not signed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Http(URI url, Optional<SecretRef> bearer, Optional<SecretRef> sign) implements Work {
        public Http {
            Urls.http("url", url);
            bearer = Require.orElse(bearer, Optional.empty());
            sign = Require.orElse(sign, Optional.empty());
        }
    }

    /**
     * Metrics of the plan, judged by health-service: done once all checks held in one evaluation, failed once {@code failures}
     * evaluations in a row did not; one that is not known counts as one that did not hold. Before the first stage it is a
     * preflight, {@code ready} for a stage it verifies what that stage is about to give traffic to, after the last one it
     * says whether the rollout reached its goals.
     *
     * @param checks none of which compares with stable: beside a stage there may be nothing to compare with
     * @param every from one evaluation to the next, by default 5s
     * @param failures by default 3
     */
    record Checks(
            List<Check> checks,
            Span every,
            @JsonDeserialize(using = Counted.class) int failures) implements Task {
        private static final Span EVERY = Span.ofSeconds(5);
        private static final int FAILURES = 3;
        private static final int FAILURES_MAX = 1000;

        public Checks {
            checks = Require.listOrEmpty(checks);
            Require.that(!checks.isEmpty(), "checks", "expected at least one check");
            every = Require.orElse(every, EVERY);
            Require.that(
                    every.compareTo(Plan.SHORTEST_PERIOD) >= 0 && every.compareTo(Span.ofMinutes(60)) <= 0,
                    "every",
                    "expected 200ms to 60m, found " + every);
            failures = failures == 0 ? FAILURES : failures;
            Require.that(failures >= 1 && failures <= FAILURES_MAX, "failures", "expected 1 to " + FAILURES_MAX);
        }
    }
}
