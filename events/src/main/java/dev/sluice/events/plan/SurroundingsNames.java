package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a plan names what it asks about: hosts, addresses, images, objects. */
final class SurroundingsNames {
    /** What is asked for by name, as the plural that Kubernetes has for it. */
    static final List<String> OBJECTS = List.of(
            "configmaps",
            "secrets",
            "services",
            "serviceaccounts",
            "persistentvolumeclaims",
            "deployments",
            "statefulsets",
            "daemonsets",
            "jobs",
            "cronjobs",
            "ingresses");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_.])?");
    private static final Pattern TCP =
            Pattern.compile("tcp://(?:\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9_][A-Za-z0-9._-]{0,252}):(\\d{1,5})");
    private static final Pattern IMAGE = Pattern.compile("(?=.{1,512}$)[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
            + "(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
            + "(?::\\w[\\w.-]{0,127}|@(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}))");
    private static final int PORT_MAX = 65_535;

    private SurroundingsNames() {}

    static void host(String field, String host) {
        Require.matching(field, host, HOST, "a host's name, such as db.internal");
    }

    static void tcp(String field, String address) {
        Matcher form = TCP.matcher(address);
        boolean fits =
                form.matches() && Integer.parseInt(form.group(1)) >= 1 && Integer.parseInt(form.group(1)) <= PORT_MAX;
        Require.that(
                fits, field, "expected an address such as tcp://db.internal:5432, found " + Refusal.shown(address));
    }

    /** A tag is demanded, since what none means differs. */
    static void image(String field, String image) {
        Require.matching(
                field,
                image,
                IMAGE,
                "an image's name in the registry with its tag or digest, such as shop/checkout:5.1");
    }

    static void object(String field, String of, List<String> kinds) {
        String[] parts = of.split("/", 2);
        Require.that(
                parts.length == 2 && kinds.contains(parts[0]),
                field,
                "expected a kind and a name, such as " + kinds.getFirst() + "/checkout, of " + String.join(", ", kinds)
                        + "; found " + Refusal.shown(of));
        KubernetesNames.named(field, "an object's", parts[1]);
    }
}
