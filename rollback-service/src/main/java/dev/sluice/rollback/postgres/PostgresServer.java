package dev.sluice.rollback.postgres;

import dev.sluice.events.plan.Store;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.task.Program;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * Connections and programs for the server that takes writes. Whatever role and database say by default, a session has no
 * time limits and may write.
 */
final class PostgresServer {
    private static final int CONNECT_SECONDS = 10;
    private static final Pattern CONNECTION =
            Pattern.compile("connection to server|server closed the connection|terminating connection|could not connect"
                    + "|the database system is|canceling statement due to conflict");
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("default_transaction_read_only", "off"),
            Map.entry("statement_timeout", "0"),
            Map.entry("lock_timeout", "0"),
            Map.entry("idle_in_transaction_session_timeout", "0"));

    private final Store.Postgres store;
    private final Secrets secrets;
    private final String programs;
    /** Where the newest session is: programs go to the same server, whose snapshot they may use. */
    private volatile @Nullable HostSpec writable;

    /** @param programs the folder of pg_dump and pg_restore with a '/' at its end, or nothing for those on the PATH */
    PostgresServer(Store.Postgres store, Secrets secrets, String programs) {
        this.store = store;
        this.secrets = secrets;
        this.programs = programs;
    }

    String database() {
        return store.database();
    }

    String maintenance() {
        return store.maintenanceDatabase();
    }

    int jobs() {
        return store.jobs();
    }

    /** A session in this database, ended when the task is stopped. */
    Session open(String database, Task task) throws StoreFailure {
        Properties properties = new Properties();
        properties.setProperty("user", store.user());
        if (store.password().isPresent()) {
            properties.setProperty("password", secrets.read(store.password().get()));
        }
        properties.setProperty("PGDBNAME", database);
        properties.setProperty("sslmode", store.sslMode().word());
        store.caFile().ifPresent(file -> properties.setProperty("sslrootcert", file));
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty(
                "loginTimeout", Integer.toString(CONNECT_SECONDS * store.hosts().size()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "sluice");
        properties.setProperty("options", options());
        String url = "jdbc:postgresql://" + String.join(",", store.hosts()) + "/";
        try {
            Connection connection = new Driver().connect(url, properties);
            if (connection == null) {
                throw new IllegalStateException("the driver does not know its own addresses");
            }
            writable = connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
            return new Session(connection, task.onStop(() -> abort(connection)));
        } catch (SQLException e) {
            throw failure("connecting to database " + database, e);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String options() {
        return SETTINGS.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** pg_dump of the store's database. */
    Program dump(List<String> arguments) throws StoreFailure {
        List<String> command = new ArrayList<>(List.of(programs + "pg_dump", "--no-password"));
        command.addAll(arguments);
        Map<String, String> environment = environment();
        environment.put("PGDATABASE", store.database());
        return new Program(command, environment, "PG", PostgresServer::isPassing);
    }

    /** pg_restore into a database. */
    Program restore(String database, List<String> arguments) throws StoreFailure {
        List<String> command = new ArrayList<>(List.of(programs + "pg_restore", "--no-password", "--exit-on-error"));
        // A name with '=' in it would be taken for a connection string.
        String quoted = database.replace("\\", "\\\\").replace("'", "\\'");
        command.add("--dbname=dbname='" + quoted + "'");
        command.addAll(arguments);
        return new Program(command, environment(), "PG", PostgresServer::isPassing);
    }

    /** pg_restore that talks to no server. */
    Program reading(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(programs + "pg_restore"));
        command.addAll(arguments);
        return new Program(command, Map.of("LC_ALL", "C"), "PG", complaint -> false);
    }

    private Map<String, String> environment() throws StoreFailure {
        Map<String, String> environment = new HashMap<>();
        HostSpec host = Objects.requireNonNull(writable, "a program without a session");
        environment.put("PGHOST", host.getHost());
        environment.put("PGPORT", Integer.toString(host.getPort()));
        environment.put("PGUSER", store.user());
        if (store.password().isPresent()) {
            environment.put("PGPASSWORD", secrets.read(store.password().get()));
        }
        environment.put("PGSSLMODE", store.sslMode().word());
        store.caFile().ifPresent(file -> environment.put("PGSSLROOTCERT", file));
        environment.put("PGTARGETSESSIONATTRS", "primary");
        environment.put("PGCONNECT_TIMEOUT", Integer.toString(CONNECT_SECONDS));
        environment.put("PGAPPNAME", "sluice");
        environment.put(
                "PGOPTIONS",
                "-c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0"
                        + " -c idle_in_transaction_session_timeout=0");
        environment.put("LC_ALL", "C");
        return environment;
    }

    /** A server that restarts or is out of reach for a moment. */
    private static boolean isPassing(String complaint) {
        return CONNECTION.matcher(complaint).find();
    }

    /** What went wrong, in the server's words; whether it may pass is read from the SQLSTATE. */
    static StoreFailure failure(String what, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean passing = List.of("08", "40", "53", "57", "58").stream().anyMatch(state::startsWith);
        String reason = what + ": " + e.getMessage();
        return passing ? StoreFailure.passing(reason, e) : StoreFailure.lasting(reason);
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String literal(String text) {
        // Both quotes and backslashes, whatever standard_conforming_strings says.
        return " E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** One row of an answer. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** One connection. */
    static final class Session implements AutoCloseable {
        private final Connection connection;
        private final Task.Cleared cleared;

        private Session(Connection connection, Task.Cleared cleared) {
            this.connection = connection;
            this.cleared = cleared;
        }

        void run(String sql) throws StoreFailure {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw failure(shown(sql), e);
            }
        }

        <T> List<T> all(String sql, Row<T> row) throws StoreFailure {
            List<T> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            } catch (SQLException e) {
                throw failure(shown(sql), e);
            }
        }

        <T> T one(String sql, Row<T> row) throws StoreFailure {
            return all(sql, row).getFirst();
        }

        private static String shown(String sql) {
            String line = sql.strip().replaceAll("\\s+", " ");
            return line.length() > 80 ? line.substring(0, 80) + "…" : line;
        }

        @Override
        public void close() {
            cleared.close();
            try {
                connection.close();
            } catch (SQLException e) {
                abort(connection);
            }
        }
    }
}
