package dev.sluice.rollback.postgres;

import static dev.sluice.rollback.postgres.PostgresServer.identifier;
import static dev.sluice.rollback.postgres.PostgresServer.literal;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.postgres.PostgresServer.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores into a new database beside the one in use, verifies it there, and exchanges both by their names in one
 * transaction. So whoever connects finds the old data or the restored ones, whenever anything is killed. The database in
 * use is not written to; it is closed to new connections for the moment of the exchange, and dropped after it.
 *
 * <p>What was reached is told by the object id of the new database, noted before the exchange: if the name in use leads
 * to it, the exchange is done.
 */
final class DatabaseExchange {
    private static final String NEW = "_sluice_new";
    private static final String OLD = "_sluice_old";
    private static final String VERIFIED = "verified-database";
    private static final String CLOSED = "closed-database";
    /** No database has this name. */
    private static final String OPEN = "";

    private static final String EXCHANGED = "exchanged-database";
    private static final int DISCONNECT_TRIES = 100;

    private final PostgresServer server;
    private final Notes notes;
    private final Task task;
    private final String live;
    private final String fresh;
    private final String old;

    DatabaseExchange(PostgresServer server, Notes notes, Task task) {
        this.server = server;
        this.notes = notes;
        this.task = task;
        this.live = server.database();
        this.fresh = live + NEW;
        this.old = live + OLD;
    }

    List<Verification> restore(ArchiveReader from, List<Content> contents) throws StoreFailure {
        try {
            return restored(from, contents);
        } catch (StoreFailure e) {
            throw isClosed()
                    ? e.leaving("database " + live + " may be closed to connections: until the restore goes on,"
                            + " ALTER DATABASE " + identifier(live) + " ALLOW_CONNECTIONS true opens it again")
                    : e;
        }
    }

    private boolean isClosed() {
        return notes.get(CLOSED).filter(live::equals).isPresent();
    }

    private List<Verification> restored(ArchiveReader from, List<Content> contents) throws StoreFailure {
        try (Session session = server.open(server.maintenance(), task)) {
            Optional<Long> verified = notes.get(VERIFIED).map(Long::valueOf);
            if (verified.isEmpty() || !(is(session, fresh, verified.get()) || is(session, live, verified.get()))) {
                verified = Optional.of(build(session, from, contents));
            }
            long id = verified.get();
            if (!is(session, live, id)) {
                task.step("exchanging", 0);
                exchange(session);
            }
            notes.put(EXCHANGED, Long.toString(id));
            notes.put(CLOSED, OPEN);
            task.step("removing the old data", 0);
            session.run("DROP DATABASE IF EXISTS " + identifier(old) + " WITH (FORCE)");
            List<Verification> checks = new ArrayList<>(contents.stream()
                    .map(each -> new Verification(
                            each.what(),
                            true,
                            each.count() + " counted in the restored copy, checksum " + each.checksum()))
                    .toList());
            checks.add(new Verification("database " + live, is(session, live, id), "is the verified copy"));
            return checks;
        }
    }

    private static boolean is(Session session, String database, long id) throws StoreFailure {
        return !session.all(
                        "SELECT 1 FROM pg_database WHERE oid = " + id + " AND datname =" + literal(database),
                        row -> true)
                .isEmpty();
    }

    /** A new database that holds exactly what the backup holds; one that an earlier try left is dropped. */
    private long build(Session session, ArchiveReader from, List<Content> contents) throws StoreFailure {
        task.step("preparing", 0);
        if (isClosed()) {
            reopen();
        }
        session.run("DROP DATABASE IF EXISTS " + identifier(fresh) + " WITH (FORCE)");
        session.run("CREATE DATABASE " + identifier(fresh) + session.one(likeness(session), row -> row.getString(1)));
        PostgresStore.load(server, from, fresh, task);
        task.step("verifying", from.bytes());
        List<Content> restored = new PostgresContents(server, fresh, task).now();
        if (!restored.equals(contents)) {
            throw StoreFailure.lasting(
                    "the restored copy is not what was backed up: " + difference(contents, restored));
        }
        long id = session.one(
                "SELECT oid::bigint FROM pg_database WHERE datname =" + literal(fresh), row -> row.getLong(1));
        notes.put(VERIFIED, Long.toString(id));
        return id;
    }

    /** Owner, encoding, locale and tablespace of the database in use. */
    private String likeness(Session session) throws StoreFailure {
        boolean icu =
                session.one("SELECT current_setting('server_version_num')::int >= 150000", row -> row.getBoolean(1));
        String provider = icu ? """
            || CASE datlocprovider WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L',
                 coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale')) ELSE '' END\
            """ : "";
        return """
                SELECT format(' OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                              pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype)
                    || CASE spcname WHEN 'pg_default' THEN '' ELSE format(' TABLESPACE %I', spcname) END\
                """
                + provider + " FROM pg_database d JOIN pg_tablespace s ON s.oid = d.dattablespace WHERE datname ="
                + literal(live);
    }

    private void exchange(Session session) throws StoreFailure {
        boolean there = !session.all("SELECT 1 FROM pg_database WHERE datname =" + literal(live), row -> true)
                .isEmpty();
        if (!there) {
            throw StoreFailure.lasting("there is no database " + live + " any more; its copy is " + fresh);
        }
        List<String> properties = properties(session);
        notes.put(CLOSED, live);
        session.run("ALTER DATABASE " + identifier(live) + " ALLOW_CONNECTIONS false");
        try {
            disconnect(session);
            session.run("DROP DATABASE IF EXISTS " + identifier(old) + " WITH (FORCE)");
            StringBuilder change = new StringBuilder("BEGIN;");
            properties.forEach(each -> change.append(each).append(';'));
            change.append("ALTER DATABASE " + identifier(live) + " RENAME TO " + identifier(old) + ";");
            change.append("ALTER DATABASE " + identifier(fresh) + " RENAME TO " + identifier(live) + ";");
            session.run(change.append("COMMIT").toString());
        } catch (StoreFailure e) {
            throw reopened(e);
        }
    }

    /** The failure that a person is told is the first one, whether the database can be opened again or not. */
    private StoreFailure reopened(StoreFailure first) {
        try {
            reopen();
            return first;
        } catch (StoreFailure e) {
            first.addSuppressed(e);
            return first;
        }
    }

    /** The old data are in use again; on a connection of its own, since the one before may be broken or in a transaction. */
    private void reopen() throws StoreFailure {
        // What puts things right is not to be interrupted itself.
        boolean interrupted = Thread.interrupted();
        try (Session session = server.open(server.maintenance(), Task.UNSTOPPABLE)) {
            session.run("ALTER DATABASE " + identifier(live) + " ALLOW_CONNECTIONS true");
            notes.put(CLOSED, OPEN);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends all sessions in the database; new ones are refused already. */
    private void disconnect(Session session) throws StoreFailure {
        String others = "FROM pg_stat_activity WHERE datname =" + literal(live) + " AND pid <> pg_backend_pid()";
        for (int tries = 0; tries < DISCONNECT_TRIES; tries++) {
            session.all("SELECT pg_terminate_backend(pid) " + others + " AND backend_type = 'client backend'", r -> 1);
            if (session.one("SELECT count(*) " + others, row -> row.getLong(1)) == 0) {
                break;
            }
            session.all("SELECT pg_sleep(0.1)", row -> 1);
        }
        List<String> prepared = session.all(
                "SELECT gid FROM pg_prepared_xacts WHERE database =" + literal(live), row -> row.getString(1));
        if (!prepared.isEmpty()) {
            throw StoreFailure.lasting("database " + live + " can't be exchanged: it has prepared transactions "
                    + prepared + "; commit them or roll them back");
        }
    }

    /** What belongs to the name and is in no dump: rights, settings, limits and the comment, as they are now. */
    private List<String> properties(Session session) throws StoreFailure {
        List<String> statements = new ArrayList<>();
        String target = literal(fresh);
        statements.addAll(session.all(
                "SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC'," + target + ") FROM pg_database WHERE datacl"
                        + " IS NOT NULL AND datname =" + literal(live),
                row -> row.getString(1)));
        statements.addAll(session.all(
                "SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type," + target + ", CASE grantee WHEN 0"
                        + " THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN"
                        + " ' WITH GRANT OPTION' ELSE '' END) FROM pg_database, aclexplode(datacl) WHERE datname ="
                        + literal(live),
                row -> row.getString(1)));
        statements.addAll(session.all(
                "SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s'," + target
                        + ", datconnlimit) FROM pg_database WHERE datname =" + literal(live),
                row -> row.getString(1)));
        statements.addAll(session.all(
                "SELECT format('COMMENT ON DATABASE %I IS %L'," + target + ", shobj_description(oid, 'pg_database'))"
                        + " FROM pg_database WHERE shobj_description(oid, 'pg_database') IS NOT NULL AND datname ="
                        + literal(live),
                row -> row.getString(1)));
        statements.addAll(settings(session, target));
        return statements;
    }

    private List<String> settings(Session session, String target) throws StoreFailure {
        String name = "split_part(setting, '=', 1)";
        String value = "substr(setting, strpos(setting, '=') + 1)";
        return session.all(
                "SELECT CASE setrole WHEN 0 THEN format('ALTER DATABASE %I'," + target
                        // A role may set its own defaults.
                        + ") ELSE format('SET LOCAL ROLE %1$I; ALTER ROLE %1$I IN DATABASE %2$I',"
                        + " pg_get_userbyid(setrole)," + target
                        + ") END || format(' SET %I TO ', " + name + ") || CASE WHEN " + name
                        // Lists are stored as they are written, every other value is one text.
                        + " IN ('search_path', 'temp_tablespaces', 'session_preload_libraries',"
                        + " 'local_preload_libraries') THEN " + value + " ELSE quote_literal(" + value
                        + ") END || '; RESET ROLE' FROM pg_db_role_setting s JOIN pg_database d ON d.oid ="
                        + " s.setdatabase, unnest(setconfig) setting WHERE datname =" + literal(live),
                row -> row.getString(1));
    }

    private static String difference(List<Content> expected, List<Content> found) {
        Set<Content> missing = new HashSet<>(expected);
        found.forEach(missing::remove);
        Set<Content> strange = new HashSet<>(found);
        expected.forEach(strange::remove);
        return "expected " + missing.stream().limit(3).toList() + ", found "
                + strange.stream().limit(3).toList();
    }
}
