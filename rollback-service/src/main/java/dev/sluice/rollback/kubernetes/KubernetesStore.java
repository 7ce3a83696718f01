package dev.sluice.rollback.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * ConfigMaps and Secrets of a namespace. Each is replaced at once, one after the other, and read back; one that was not
 * there is removed. A kill in between leaves some of both, and the next call does the rest.
 */
public final class KubernetesStore implements BackupStore {
    private static final String PART = "objects";
    private static final long ROOM = 4L << 20;
    private final KubernetesClient client;
    private final String namespace;
    private final Store.Kubernetes store;

    public KubernetesStore(Store.Kubernetes store, Target target, KubernetesClient client) {
        this.store = store;
        this.namespace = store.namespace().orElse(target.namespace());
        this.client = client;
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        List<Kept> objects = now(task, "reading");
        into.reserve(ROOM);
        try (OutputStream out = into.part(PART)) {
            out.write(Json.WIRE.writeValueAsBytes(objects));
        } catch (IOException e) {
            throw StoreFailure.passing("the archive can't be written: " + e.getMessage(), e);
        }
        return contents(objects);
    }

    private List<Kept> now(Task task, String step) throws StoreFailure {
        task.step(step, (long) store.configMaps().size() + store.secrets().size());
        List<Kept> objects = new ArrayList<>();
        for (String name : store.configMaps()) {
            objects.add(now(Kept.Kind.CONFIG_MAP, name));
            task.done(1);
        }
        for (String name : store.secrets()) {
            objects.add(now(Kept.Kind.SECRET, name));
            task.done(1);
        }
        return objects;
    }

    private Kept now(Kept.Kind kind, String name) throws StoreFailure {
        try {
            return switch (kind) {
                case CONFIG_MAP -> {
                    ConfigMap map = configMap(name).get();
                    yield map == null ? Kept.absent(kind, name) : Kept.of(map);
                }
                case SECRET -> {
                    Secret secret = secret(name).get();
                    yield secret == null ? Kept.absent(kind, name) : Kept.of(secret);
                }
            };
        } catch (KubernetesClientException e) {
            throw Failures.of("reading " + namespace + "/" + name, e);
        }
    }

    private Resource<ConfigMap> configMap(String name) {
        return client.configMaps().inNamespace(namespace).withName(name);
    }

    private Resource<Secret> secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name);
    }

    private static List<Content> contents(List<Kept> objects) {
        return objects.stream().map(Kept::content).toList();
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        task.step("checking", from.bytes());
        List<Content> found = contents(read(from));
        if (!found.equals(contents)) {
            throw StoreFailure.lasting("the archive holds " + found + ", expected " + contents);
        }
    }

    private static List<Kept> read(ArchiveReader from) throws StoreFailure {
        try (InputStream in = from.part(PART)) {
            return Json.WIRE.readValue(in.readAllBytes(), new TypeReference<List<Kept>>() {});
        } catch (IOException e) {
            // The message of a parser would show what it could not read.
            throw StoreFailure.lasting("part " + PART + " can't be read");
        }
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        check(from, contents, task);
        List<Kept> objects = read(from);
        List<Verification> checks = new ArrayList<>();
        task.step("replacing", objects.size());
        for (Kept each : objects) {
            replace(each);
            task.done(1);
        }
        task.step("verifying", objects.size());
        for (Kept each : objects) {
            if (!now(each.kind(), each.name()).holdsTheSame(each)) {
                throw StoreFailure.lasting("not verified: " + each.content().what() + " is not what was backed up");
            }
            checks.add(new Verification(
                    each.content().what(), true, each.there() ? "read back and equal" : "was not there, and is not"));
            task.done(1);
        }
        return checks;
    }

    private void replace(Kept wanted) throws StoreFailure {
        Kept found = now(wanted.kind(), wanted.name());
        if (found.holdsTheSame(wanted)) {
            return;
        }
        try {
            boolean anew = found.there() && (found.immutable() || !found.type().equals(wanted.type()));
            if (!wanted.there() || anew) {
                remove(wanted);
            }
            if (wanted.there()) {
                put(wanted, found.there() && !anew);
            }
        } catch (KubernetesClientException e) {
            throw Failures.of("restoring " + namespace + "/" + wanted.name(), e);
        }
    }

    private void remove(Kept object) {
        switch (object.kind()) {
            case CONFIG_MAP -> configMap(object.name()).delete();
            case SECRET -> secret(object.name()).delete();
        }
    }

    private void put(Kept object, boolean there) {
        HasMetadata item =
                object.kind() == Kept.Kind.CONFIG_MAP ? object.configMap(namespace) : object.secret(namespace);
        if (there) {
            client.resource(item).inNamespace(namespace).update();
        } else {
            client.resource(item).inNamespace(namespace).create();
        }
    }

    @Override
    public List<Content> contents(Task task) throws StoreFailure {
        return contents(now(task, "counting"));
    }
}
