package dev.sluice.rollback.crash;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.files.FilesStore;
import dev.sluice.rollback.live.PostgresProcess;
import dev.sluice.rollback.live.RedisProcess;
import dev.sluice.rollback.postgres.PostgresStore;
import dev.sluice.rollback.redis.RedisClusterStore;
import dev.sluice.rollback.redis.RedisStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store of each kind, on real servers, filled. */
final class Patients {
    static final String POSTGRES_PASSWORD = "POSTGRES_PASSWORD";
    static final String REDIS_PASSWORD = "REDIS_PASSWORD";
    private static final String DATABASE = "crash";

    private Patients() {}

    static Patient postgres(PostgresProcess server, int rows) {
        server.sql(
                "postgres",
                "DROP DATABASE IF EXISTS crash WITH (FORCE)",
                "DROP DATABASE IF EXISTS crash_sluice_new WITH (FORCE)",
                "CREATE DATABASE crash OWNER app");
        server.sql(
                DATABASE,
                "SET ROLE app",
                "CREATE TABLE orders (id bigint PRIMARY KEY, what text, note text)",
                "CREATE TABLE items (order_id bigint REFERENCES orders, n int)",
                "INSERT INTO orders SELECT g, md5(g::text), repeat(md5((g * 7)::text), 4) FROM generate_series(1, "
                        + rows + ") g",
                "INSERT INTO items SELECT id, id % 7 FROM orders",
                "CREATE INDEX ON items (order_id)");
        Store.Postgres plain = server.store("database", DATABASE);
        return new Patient(
                gate -> new Store.Postgres(
                        plain.name(),
                        OnRollback.AUTO,
                        List.of(gate.hook()),
                        plain.hosts(),
                        DATABASE,
                        plain.maintenanceDatabase(),
                        plain.user(),
                        Optional.of(SecretRef.ofEnv(POSTGRES_PASSWORD)),
                        plain.sslMode(),
                        Optional.empty(),
                        2),
                store -> new PostgresStore((Store.Postgres) store, PostgresProcess.secrets(), server.programFolder()),
                true) {
            @Override
            void write() {
                server.sql(
                        DATABASE,
                        "DELETE FROM items WHERE order_id % 100 = 0",
                        "UPDATE orders SET what = 'spoiled' WHERE id % 50 = 0",
                        "ALTER TABLE items ADD COLUMN migrated boolean DEFAULT true");
            }

            @Override
            boolean closed() {
                return server.ask("postgres", "SELECT datallowconn FROM pg_database WHERE datname = 'crash'")
                        .equals("f");
            }
        };
    }

    static Patient redis(RedisProcess server, int keys) {
        Keys.write(List.of(server), keys);
        return new Patient(
                gate -> new Store.Redis(
                        new Name("cart"),
                        OnRollback.AUTO,
                        List.of(gate.hook()),
                        server.address(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(SecretRef.ofEnv(REDIS_PASSWORD)),
                        false),
                store -> new RedisStore((Store.Redis) store, reference -> RedisProcess.PASSWORD),
                true) {
            @Override
            void write() {
                Keys.spoil(List.of(server));
            }
        };
    }

    static Patient cluster(List<RedisProcess> nodes, int keys) {
        Keys.write(nodes, keys);
        return new Patient(
                gate -> new Store.RedisCluster(
                        new Name("workflow"),
                        OnRollback.AUTO,
                        List.of(gate.hook()),
                        List.of(nodes.getFirst().address()),
                        Optional.empty(),
                        Optional.of(SecretRef.ofEnv(REDIS_PASSWORD)),
                        false),
                store -> new RedisClusterStore((Store.RedisCluster) store, reference -> RedisProcess.PASSWORD),
                false) {
            @Override
            void write() {
                Keys.spoil(nodes);
            }
        };
    }

    static Patient folder(Path folder, int bytes) {
        for (int i = 0; i < 61; i++) {
            write(folder.resolve("agent-" + i + ".yaml"), "name: " + i + "\n" + "x".repeat(bytes));
        }
        return new Patient(
                gate -> new Store.Files(
                        new Name("agents"), OnRollback.AUTO, List.of(gate.hook()), List.of(folder.toString())),
                store -> new FilesStore((Store.Files) store),
                true) {
            @Override
            void write() {
                Patients.write(folder.resolve("agent-7.yaml"), "spoiled");
                Patients.write(folder.resolve("agent-62.yaml"), "made since");
                try {
                    Files.deleteIfExists(folder.resolve("agent-8.yaml"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
