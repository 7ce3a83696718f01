package dev.sluice.rollback.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.SslMode;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL server in a folder of its own. It refuses to run as root, so root runs it as the user postgres. The
 * role {@code sluice} has the rights that docs/data.md asks for, and is no superuser.
 */
public final class PostgresProcess implements AutoCloseable {
    public static final String PASSWORD = "let me in";
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Object ONE = new Object();
    private static volatile PostgresProcess shared;

    private final Path programs;
    private final Path folder;
    private final int port = Ports.free();
    private Process process;

    private PostgresProcess(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** One for all tests of this JVM, since a new one takes seconds. */
    public static PostgresProcess shared() {
        Path programs = programs();
        synchronized (ONE) {
            if (shared == null) {
                PostgresProcess started = start(programs);
                Runtime.getRuntime().addShutdownHook(new Thread(started::close));
                shared = started;
            }
            return shared;
        }
    }

    public static PostgresProcess start() {
        return start(programs());
    }

    private static Path programs() {
        try {
            return Installed.program("initdb").toRealPath().getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresProcess start(Path programs) {
        try {
            PostgresProcess server = new PostgresProcess(programs, folder());
            Path password = server.folder.resolve("password");
            Files.writeString(password, PASSWORD);
            if (isRoot()) {
                run(List.of("chown", "-R", "postgres", server.folder.toString()));
            }
            run(server.asUser(
                    "initdb",
                    "--no-sync",
                    "--username=owner",
                    "--auth=scram-sha-256",
                    "--pwfile=" + password,
                    "--encoding=UTF8",
                    "--locale=C",
                    "-D",
                    server.data()));
            server.process = server.launch();
            server.sql(
                    "postgres",
                    "CREATE ROLE sluice LOGIN CREATEDB PASSWORD '" + PASSWORD + "'",
                    "GRANT pg_read_all_data, pg_signal_backend TO sluice",
                    "CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'",
                    "GRANT app TO sluice");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A standby that follows this server. */
    public PostgresProcess standby() {
        try {
            PostgresProcess standby = new PostgresProcess(programs, folder());
            if (isRoot()) {
                run(List.of("chown", "-R", "postgres", standby.folder.toString()));
            }
            List<String> command = new ArrayList<>(asUser(
                    "pg_basebackup",
                    "--no-sync",
                    "-R",
                    "-X",
                    "stream",
                    "-c",
                    "fast",
                    "-d",
                    "host=127.0.0.1 port=" + port + " user=owner password='" + PASSWORD + "'",
                    "-D",
                    standby.data()));
            run(command);
            standby.process = standby.launch();
            return standby;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory(
                "sluice-postgres-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
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
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(asUser(
                        "postgres",
                        "-D",
                        data(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_wal_size=4GB",
                        "-c",
                        "wal_level=replica",
                        "-c",
                        "max_prepared_transactions=5"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        process = started;
        Await.until("PostgreSQL answers, see " + folder, READY, this::answers);
        return started;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("PostgreSQL ended, see " + folder + "/log");
        }
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return port;
    }

    /** The folder of pg_dump and pg_restore, with a '/' at its end. */
    public String programFolder() {
        return programs + "/";
    }

    /** The store as a plan has it, of a database on this server. */
    public Store.Postgres store(String name, String database, PostgresProcess... others) {
        List<String> hosts = new ArrayList<>();
        for (PostgresProcess other : others) {
            hosts.add("127.0.0.1:" + other.port);
        }
        hosts.add("127.0.0.1:" + port);
        return new Store.Postgres(
                new Name(name),
                OnRollback.AUTO,
                List.of(),
                hosts,
                database,
                "postgres",
                "sluice",
                Optional.of(SecretRef.ofEnv("PASSWORD")),
                SslMode.PREFER,
                Optional.empty(),
                2);
    }

    public static Secrets secrets() {
        return reference -> PASSWORD;
    }

    /** As the superuser. */
    public Connection connect(String database) throws SQLException {
        return connect(database, "owner");
    }

    public Connection connect(String database, String role) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + role
                + "&connectTimeout=5&password=" + PASSWORD.replace(" ", "%20"));
    }

    public void sql(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }

    public String ask(String database, String query) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).as(query).isTrue();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    /** Starts a server again that was stopped, with the same data at the same address. */
    public void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        stop();
        run(List.of("rm", "-rf", folder.toString()));
    }

    /** SIGINT: a fast shutdown, which ends all sessions. Its children go with it. */
    public void stop() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
