package dev.sluice.health.kubernetes;

/**
 * Where an object stands in the API.
 *
 * @param kind the plural that the API has for it
 */
record ObjectPath(String kind, String namespace, String name) {
    /** As a plan writes it: {@code configmaps/checkout}. */
    static ObjectPath of(String namespace, String of) {
        int slash = of.indexOf('/');
        return new ObjectPath(of.substring(0, slash), namespace, of.substring(slash + 1));
    }

    String path() {
        return group() + "/namespaces/" + namespace + "/" + kind + "/" + name;
    }

    private String group() {
        return switch (kind) {
            case "deployments", "statefulsets", "daemonsets" -> "apis/apps/v1";
            case "jobs", "cronjobs" -> "apis/batch/v1";
            case "ingresses" -> "apis/networking.k8s.io/v1";
            // A kind of another group would be answered with a 404 that has no Status, which is a failure.
            default -> "api/v1";
        };
    }

    @Override
    public String toString() {
        return kind + "/" + name + " in namespace " + namespace;
    }
}
