package dev.sluice.rollback.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.journal.Content;
import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.rollback.live.PostgresProcess;
import dev.sluice.rollback.port.InMemory;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.testkit.Await;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What else a restore of a real database keeps, needs and refuses. */
class PostgresServerTest {
    private final PostgresProcess server = PostgresProcess.shared();

    private PostgresStore store(String database) {
        return new PostgresStore(server.store("orders", database), PostgresProcess.secrets(), server.programFolder());
    }

    private static List<Content> restored(PostgresStore store, InMemory archive, List<Content> contents)
            throws StoreFailure {
        store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE);
        return store.contents(Task.UNSTOPPABLE);
    }

    @Test
    void whatBelongsToTheDatabasesNameIsKept() throws StoreFailure {
        Shop.create(server, "kept");
        InMemory archive = new InMemory();
        List<Content> contents = store("kept").take(archive, Task.UNSTOPPABLE);
        String settings = "SELECT string_agg(setrole::regrole || ' ' || setconfig::text, ';' ORDER BY setrole) FROM"
                + " pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = 'kept'";
        String others =
                "SELECT (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a)::text || ' ' || pg_get_userbyid(datdba) || ' ' || shobj_description(oid, 'pg_database')"
                        + " || datallowconn FROM pg_database WHERE datname = 'kept'";
        String before = server.ask("postgres", settings);
        String aclBefore = server.ask("postgres", others);
        assertThat(restored(store("kept"), archive, contents)).isEqualTo(contents);
        assertThat(server.ask("postgres", settings)).isEqualTo(before).contains("work_mem=5MB", "the app's");
        assertThat(server.ask("postgres", others)).isEqualTo(aclBefore).contains("it's ours", "app");
        assertThat(server.ask("postgres", "SELECT count(*) FROM pg_database WHERE datname LIKE 'kept_sluice%'"))
                .isEqualTo("0");
    }

    @Test
    void clientsAreDisconnectedAndComeBackToTheRestoredData() throws StoreFailure, SQLException {
        Shop.create(server, "clients");
        server.sql("postgres", "GRANT CONNECT ON DATABASE clients TO app");
        InMemory archive = new InMemory();
        List<Content> contents = store("clients").take(archive, Task.UNSTOPPABLE);
        server.sql("clients", "DELETE FROM orders");
        try (Connection client = server.connect("clients", "app");
                Statement statement = client.createStatement()) {
            statement.execute("SELECT 1");
            assertThat(restored(store("clients"), archive, contents)).isEqualTo(contents);
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(server.ask("clients", "SELECT count(*) FROM orders")).isEqualTo("502");
    }

    @Test
    void aPauseByTheDatabasesSettingHoldsUntilItIsResumed() throws StoreFailure {
        Shop.create(server, "paused");
        Store.Postgres planned = server.store("orders", "paused");
        SqlSwitch hook = new SqlSwitch(
                new WriteHook.Sql(
                        new Name("read-only"),
                        "ALTER DATABASE paused SET default_transaction_read_only = on",
                        "ALTER DATABASE paused RESET default_transaction_read_only",
                        Span.ofSeconds(10)),
                planned,
                PostgresProcess.secrets());
        InMemory archive = new InMemory();
        List<Content> contents = store("paused").take(archive, Task.UNSTOPPABLE);
        hook.pause(Task.UNSTOPPABLE);
        hook.pause(Task.UNSTOPPABLE);
        assertThat(restored(store("paused"), archive, contents)).isEqualTo(contents);
        assertThat(server.ask("paused", "SHOW transaction_read_only")).isEqualTo("on");
        hook.resume(Task.UNSTOPPABLE);
        assertThat(server.ask("paused", "SHOW transaction_read_only")).isEqualTo("off");
    }

    @Test
    void aStandbyFollowsARestoreAndIsNeverTheOneThatIsRestored() throws StoreFailure {
        try (PostgresProcess primary = PostgresProcess.start();
                PostgresProcess standby = primary.standby()) {
            Shop.create(primary, "replicated");
            PostgresStore store = new PostgresStore(
                    primary.store("orders", "replicated", standby), PostgresProcess.secrets(), primary.programFolder());
            InMemory archive = new InMemory();
            List<Content> contents = store.take(archive, Task.UNSTOPPABLE);
            primary.sql("replicated", "DELETE FROM items", "DELETE FROM orders");
            assertThat(restored(store, archive, contents)).isEqualTo(contents);
            Await.until("the standby has the restored rows", Duration.ofSeconds(20), () -> rows(standby) == 502);
            assertThat(standby.ask("postgres", "SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    /** On the way the database may be closed, or be away. */
    private static int rows(PostgresProcess standby) {
        try (Connection connection = standby.connect("replicated");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM orders")) {
            return row.next() ? row.getInt(1) : -1;
        } catch (SQLException e) {
            return -1;
        }
    }

    @Test
    void aRoleThatCouldNotRestoreTakesNoBackup() {
        Shop.create(server, "strange");
        server.sql("postgres", "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger");
        server.sql("strange", "ALTER TABLE items OWNER TO stranger");
        try {
            assertThatThrownBy(() -> store("strange").take(new InMemory(), Task.UNSTOPPABLE))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("it lacks membership in stranger, which owns objects");
        } finally {
            server.sql("postgres", "DROP DATABASE strange WITH (FORCE)", "DROP ROLE stranger");
        }
    }

    @Test
    void preparedTransactionsAreNamedAndTheDatabaseStaysOpen() throws StoreFailure {
        Shop.create(server, "prepared");
        InMemory archive = new InMemory();
        List<Content> contents = store("prepared").take(archive, Task.UNSTOPPABLE);
        server.sql("prepared", "BEGIN", "CREATE TABLE waiting ()", "PREPARE TRANSACTION 'left behind'");
        try {
            assertThatThrownBy(() -> store("prepared").restore(archive.reader(), contents, archive, Task.UNSTOPPABLE))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("prepared transactions [left behind]");
            assertThat(server.ask("prepared", "SELECT count(*) FROM orders")).isEqualTo("502");
        } finally {
            server.sql("prepared", "ROLLBACK PREPARED 'left behind'");
        }
    }

    @Test
    void aServerThatGoesAwayInTheExchangeLeavesWordThatTheDatabaseIsClosed() throws StoreFailure, IOException {
        try (PostgresProcess own = PostgresProcess.start()) {
            Shop.create(own, "away");
            PostgresStore store =
                    new PostgresStore(own.store("orders", "away"), PostgresProcess.secrets(), own.programFolder());
            InMemory archive = new InMemory();
            List<Content> contents = store.take(archive, Task.UNSTOPPABLE);
            Notes notes = new Notes() {
                @Override
                public Optional<String> get(String name) {
                    return archive.get(name);
                }

                @Override
                public void put(String name, String value) {
                    archive.put(name, value);
                    if (name.equals("closed-database")) {
                        own.sql("postgres", "ALTER DATABASE away ALLOW_CONNECTIONS false");
                        own.stop();
                    }
                }
            };
            assertThatThrownBy(() -> store.restore(archive.reader(), contents, notes, Task.UNSTOPPABLE))
                    .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.reason())
                            .contains("away may be closed", "ALTER DATABASE \"away\" ALLOW_CONNECTIONS true")
                            .satisfies(reason ->
                                    assertThat(failure.isPassing()).as(reason).isTrue()));
            own.startAgain();
            assertThat(restored(store, archive, contents)).isEqualTo(contents);
            assertThat(own.ask("postgres", "SELECT datallowconn FROM pg_database WHERE datname = 'away'"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aLargeDatabaseIsDumpedByTwoJobs() throws StoreFailure {
        Shop.create(server, "large");
        server.sql(
                "large",
                "SET ROLE app",
                "CREATE TABLE one AS SELECT g, repeat(md5(g::text), 10) FROM generate_series(1, 30000) g",
                "CREATE TABLE two AS SELECT * FROM one");
        InMemory archive = new InMemory();
        List<Content> contents = store("large").take(archive, Task.UNSTOPPABLE);
        assertThat(archive.reader().parts()).containsExactly("data-1", "data-2", "structure");
        store("large").check(archive.reader(), contents, Task.UNSTOPPABLE);
        server.sql("large", "DROP TABLE one");
        assertThat(restored(store("large"), archive, contents)).isEqualTo(contents);
    }

    @Test
    void aServerThatCannotBeReachedMayBeReachedLater() {
        Store.Postgres planned = server.store("orders", "kept");
        Store.Postgres nowhere = new Store.Postgres(
                planned.name(),
                planned.onRollback(),
                List.of(),
                List.of("127.0.0.1:1"),
                "kept",
                "postgres",
                "sluice",
                planned.password(),
                planned.sslMode(),
                planned.caFile(),
                1);
        assertThatThrownBy(() -> new PostgresStore(nowhere, PostgresProcess.secrets(), server.programFolder())
                        .contents(Task.UNSTOPPABLE))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.isPassing())
                        .isTrue())
                .hasMessageNotContaining(PostgresProcess.PASSWORD);
    }
}
