package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Data that is backed up, and how it is reached. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Store.Postgres.class, name = "postgres"),
    @JsonSubTypes.Type(value = Store.Redis.class, name = "redis"),
    @JsonSubTypes.Type(value = Store.RedisCluster.class, name = "redis-cluster"),
    @JsonSubTypes.Type(value = Store.Kubernetes.class, name = "kubernetes"),
    @JsonSubTypes.Type(value = Store.Files.class, name = "files")
})
public sealed interface Store {
    Name name();

    OnRollback onRollback();

    List<WriteHook> writes();

    /** Equal for two stores that are the same data. */
    Object place();

    /**
     * One database of a PostgreSQL server, which may be replicated: of the hosts the one that takes writes is used, and
     * its standbys follow.
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Postgres(
            Name name,
            OnRollback onRollback,
            List<WriteHook> writes,
            List<String> hosts,
            String database,
            String maintenanceDatabase,
            String user,
            Optional<SecretRef> password,
            SslMode sslMode,
            Optional<String> caFile,
            int jobs)
            implements Store {
        /** Of the 63 bytes of a name, the copy beside it needs the rest. */
        private static final int NAME_BYTES_MAX = 40;

        public Postgres {
            Require.present("name", name);
            onRollback = Require.orElse(onRollback, OnRollback.ASK);
            writes = hooks(writes);
            hosts = Places.addresses("hosts", hosts);
            Places.word("database", Require.present("database", database), "the name of a database");
            Require.that(
                    database.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= NAME_BYTES_MAX,
                    "database",
                    "expected at most 40 bytes: the copy that is restored beside it has a longer name");
            maintenanceDatabase = Require.orElse(maintenanceDatabase, "postgres");
            Places.word("maintenanceDatabase", maintenanceDatabase, "the name of a database");
            Require.that(
                    !maintenanceDatabase.equals(database),
                    "maintenanceDatabase",
                    "expected another database than the one that is backed up: nobody may be connected to that when"
                            + " it is exchanged");
            Places.word("user", Require.present("user", user), "the name of a role");
            password = Require.orElse(password, Optional.empty());
            sslMode = Require.orElse(sslMode, SslMode.PREFER);
            caFile = Require.orElse(caFile, Optional.empty());
            jobs = jobs == 0 ? 2 : jobs;
            Require.that(jobs >= 1 && jobs <= 16, "jobs", "expected 1 to 16");
        }

        @Override
        public Object place() {
            return List.of("postgres", Set.copyOf(hosts), database);
        }
    }

    /** One logical database of a Redis server, exchanged as a whole with another one that is empty. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Redis(
            Name name,
            OnRollback onRollback,
            List<WriteHook> writes,
            String address,
            int database,
            Optional<Integer> spareDatabase,
            Optional<String> user,
            Optional<SecretRef> password,
            boolean tls)
            implements Store {
        public Redis {
            Require.present("name", name);
            onRollback = Require.orElse(onRollback, OnRollback.ASK);
            writes = noSql(hooks(writes), name);
            Places.address("address", Require.present("address", address));
            Require.that(database >= 0 && database < 10_000, "database", "expected 0 to 9999");
            spareDatabase = Require.orElse(spareDatabase, Optional.empty());
            int spare = spareDatabase.orElse(15);
            Require.that(spare >= 0 && spare < 10_000, "spareDatabase", "expected 0 to 9999");
            Require.that(
                    spare != database,
                    "spareDatabase",
                    "expected another database than the one that is backed up, by default 15");
            user = Require.orElse(user, Optional.empty());
            password = Require.orElse(password, Optional.empty());
        }

        /** Where it is restored beside the one in use; it must be empty. */
        public int spare() {
            return spareDatabase.orElse(15);
        }

        @Override
        public Object place() {
            return List.of("redis", address, database);
        }
    }

    /**
     * All masters of a Redis cluster, found from any of its nodes. It is restored key by key, so it needs hooks that pause
     * writes, unless it is never restored.
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record RedisCluster(
            Name name,
            OnRollback onRollback,
            List<WriteHook> writes,
            List<String> nodes,
            Optional<String> user,
            Optional<SecretRef> password,
            boolean tls)
            implements Store {
        public RedisCluster {
            Require.present("name", name);
            onRollback = Require.orElse(onRollback, OnRollback.ASK);
            writes = noSql(hooks(writes), name);
            nodes = Places.addresses("nodes", nodes);
            user = Require.orElse(user, Optional.empty());
            password = Require.orElse(password, Optional.empty());
            pausable(writes, onRollback, name);
        }

        @Override
        public Object place() {
            return List.of("redis-cluster", Set.copyOf(nodes));
        }
    }

    /**
     * ConfigMaps and Secrets by name; one that was not there at the backup is removed by a restore. They are restored one by
     * one, so they need hooks that pause writes, unless they are never restored.
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Kubernetes(
            Name name,
            OnRollback onRollback,
            List<WriteHook> writes,
            Optional<String> namespace,
            List<String> configMaps,
            List<String> secrets)
            implements Store {
        public Kubernetes {
            Require.present("name", name);
            onRollback = Require.orElse(onRollback, OnRollback.ASK);
            writes = noSql(hooks(writes), name);
            namespace = Require.orElse(namespace, Optional.empty());
            namespace.ifPresent(text -> Places.object("namespace", text));
            configMaps = Places.objects("configMaps", configMaps);
            secrets = Places.objects("secrets", secrets);
            Require.that(
                    !configMaps.isEmpty() || !secrets.isEmpty(),
                    "configMaps",
                    "expected at least one name in configMaps or in secrets");
            pausable(writes, onRollback, name);
        }

        @Override
        public Object place() {
            return List.of("kubernetes", namespace, configMaps, secrets);
        }
    }

    /** Files and folders that rollback-service can reach, with their permissions. */
    record Files(Name name, OnRollback onRollback, List<WriteHook> writes, List<String> paths) implements Store {
        public Files {
            Require.present("name", name);
            onRollback = Require.orElse(onRollback, OnRollback.ASK);
            writes = noSql(hooks(writes), name);
            paths = Places.paths("paths", paths);
        }

        @Override
        public Object place() {
            return List.of("files", paths);
        }
    }

    private static List<WriteHook> hooks(List<WriteHook> written) {
        List<WriteHook> hooks = Require.listOrEmpty(written);
        Require.that(hooks.size() <= 20, "writes", "expected at most 20 entries");
        Set<Name> names = new HashSet<>();
        for (int i = 0; i < hooks.size(); i++) {
            Name name = hooks.get(i).name();
            Require.that(
                    names.add(name), "writes[" + i + "].name", "expected a name used once, found " + name + " again");
        }
        return hooks;
    }

    /** What can't be exchanged as a whole is half restored for a while, and nobody may write or rely on it then. */
    private static void pausable(List<WriteHook> writes, OnRollback onRollback, Name store) {
        Require.that(
                onRollback == OnRollback.NEVER || !writes.isEmpty(),
                "writes",
                "expected at least one hook, or onRollback: never: store " + store
                        + " can't be exchanged as a whole, so its writes must be paused while it is restored");
    }

    private static List<WriteHook> noSql(List<WriteHook> hooks, Name store) {
        for (int i = 0; i < hooks.size(); i++) {
            Require.that(
                    !(hooks.get(i) instanceof WriteHook.Sql),
                    "writes[" + i + "].type",
                    "expected http or kubernetes: store " + store + " speaks no SQL");
        }
        return hooks;
    }
}
