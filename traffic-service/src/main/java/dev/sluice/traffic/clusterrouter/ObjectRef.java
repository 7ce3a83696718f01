package dev.sluice.traffic.clusterrouter;

/**
 * Where an object stands in the API.
 *
 * @param group empty for the core group
 * @param plural the kind as it stands in paths and rights
 */
public record ObjectRef(String group, String version, String namespace, String kind, String plural, String name) {
    /** The path under which objects of its kind are made. */
    public String collection() {
        return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version + "/namespaces/" + namespace + "/"
                + plural;
    }

    public String path() {
        return collection() + "/" + name;
    }

    /** The same kind of object elsewhere. */
    public ObjectRef at(String otherNamespace, String otherName) {
        return new ObjectRef(group, version, otherNamespace, kind, plural, otherName);
    }

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
