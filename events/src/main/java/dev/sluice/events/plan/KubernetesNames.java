package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names of Kubernetes in a plan must look like. */
final class KubernetesNames {
    static final Pattern HOST = Pattern.compile("(?=.{1,253}$)([*][.])?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
    static final String HOST_EXPECTED = "a host's name, such as checkout or checkout.shop.svc.cluster.local";
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private KubernetesNames() {}

    static void namespace(Optional<String> namespace) {
        namespace.ifPresent(written -> Require.matching(
                "namespace",
                written,
                NAMESPACE,
                "a namespace: lower-case letters, digits and '-', at most 63 characters"));
    }

    /** @param whose whose name it is, such as "a Deployment's" */
    static void named(String field, String whose, @Nullable String name) {
        Require.matching(
                field,
                name,
                NAME,
                whose
                        + " name as Kubernetes allows it: lower-case letters, digits, '-' and '.', at most 253 characters");
    }

    static List<String> allNamed(String field, String whose, @Nullable List<String> written) {
        List<String> names = Require.listOrEmpty(written);
        names.forEach(each -> named(field, whose, each));
        return names;
    }

    static void port(String field, @Nullable Integer port) {
        Require.that(port != null && port >= 1 && port <= 65_535, field, "expected a port, 1 to 65535");
    }

    static Map<String, String> labels(String field, @Nullable Map<String, String> written) {
        Map<String, String> labels = Map.copyOf(Require.orElse(written, Map.of()));
        Require.that(!labels.isEmpty(), field, "expected at least one label of the selector");
        labels.forEach((key, value) -> {
            Require.matching(field, key, KEY, "a label's name");
            Require.matching(field + "." + key, value, VALUE, "a label's value");
        });
        return labels;
    }
}
