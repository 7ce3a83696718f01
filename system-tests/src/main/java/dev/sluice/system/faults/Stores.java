package dev.sluice.system.faults;

import dev.sluice.local.FreePorts;
import dev.sluice.local.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data of the targets whose plans name some: a database for each on one PostgreSQL server, and one Redis. Each target
 * reaches the PostgreSQL server through a cable of its own.
 */
final class Stores implements AutoCloseable {
    static final String POSTGRES = "postgres";
    private static final int ROWS = 2_000;

    private final Path programs;
    private final Path redisCli;
    private final Path folder;
    private final Processes processes;
    private final int postgresPort;
    private final int redisPort;
    private final Map<Phase, Cable> cables = new EnumMap<>(Phase.class);

    Stores(Programs programs, Processes processes, SocketFolder sockets) {
        this.programs = programs.postgres();
        this.redisCli = programs.redis().resolveSibling("redis-cli");
        this.processes = processes;
        List<Integer> ports = FreePorts.choose(2);
        this.postgresPort = ports.get(0);
        this.redisPort = ports.get(1);
        try {
            this.folder = Files.createDirectory(sockets.path().resolve("stores"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startPostgres();
        processes.start(new ProcessSpec(
                "redis",
                List.of(
                        programs.redis().toString(),
                        "--port",
                        Integer.toString(redisPort),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--save",
                        ""),
                Map.of(),
                redisPort,
                Optional.empty()));
        Stream.of(Phase.values()).filter(Phase::hasStores).forEach(this::create);
    }

    private void startPostgres() {
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        run(asUser(
                "initdb",
                "--no-sync",
                "--username=owner",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "-D",
                data()));
        processes.start(new ProcessSpec(
                POSTGRES,
                asUser(
                        "postgres",
                        "-D",
                        data(),
                        "-p",
                        Integer.toString(postgresPort),
                        "-k",
                        folder.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off"),
                Map.of(),
                postgresPort,
                Optional.empty()));
        sql("postgres", "CREATE ROLE sluice LOGIN CREATEDB");
        sql("postgres", "GRANT pg_read_all_data, pg_signal_backend TO sluice");
        sql("postgres", "CREATE ROLE app LOGIN");
        sql("postgres", "GRANT app TO sluice");
    }

    private void create(Phase phase) {
        cables.put(phase, new Cable(postgresPort));
        sql("postgres", "CREATE DATABASE " + phase.word() + " OWNER app");
        sql(
                phase.word(),
                "SET ROLE app; CREATE TABLE orders AS SELECT id, md5(id::text) AS what FROM generate_series(1, " + ROWS
                        + ") AS id");
        run(List.of(
                redisCli.toString(),
                "-p",
                Integer.toString(redisPort),
                "-n",
                Integer.toString(phase.ordinal()),
                "mset",
                "session:1",
                "one",
                "session:2",
                "two"));
    }

    /** The way to the server of the target in this phase. */
    Cable cable(Phase phase) {
        Cable cable = cables.get(phase);
        if (cable == null) {
            throw new IllegalArgumentException("no store for " + phase);
        }
        return cable;
    }

    List<Cable> cables() {
        return List.copyOf(cables.values());
    }

    /** The stores of a plan, of which a rollback restores both without asking. */
    String plan(Phase phase, String hook) {
        return """
                data:
                  backupWithin: 5m
                  restoreWithin: 5m
                  stores:
                    - type: postgres
                      name: database
                      hosts: ["127.0.0.1:%d"]
                      database: %s
                      user: sluice
                      onRollback: auto
                      writes: [{type: http, name: app, pause: "%s/pause", resume: "%s/resume"}]
                    - {type: redis, name: sessions, address: "127.0.0.1:%d", database: %d, onRollback: auto, spareDatabase: %d}
                """.formatted(
                        cable(phase).port(),
                        phase.word(),
                        hook,
                        hook,
                        redisPort,
                        phase.ordinal(),
                        phase.ordinal() + 8 < 16 ? phase.ordinal() + 8 : 15);
    }

    private void sql(String database, String statement) {
        run(List.of(
                programs.resolve("psql").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(postgresPort),
                "-U",
                "owner",
                "-d",
                database,
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                statement));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private List<String> asUser(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CaseFailed(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The processes are ended by their owner. */
    @Override
    public void close() {
        cables.values().forEach(Cable::close);
    }
}
