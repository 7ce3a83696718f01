package dev.sluice.rollback.postgres;

import dev.sluice.events.journal.Content;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.postgres.PostgresServer.Session;
import dev.sluice.rollback.task.Together;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a database holds, of one moment: of each table the number of rows and the sum of 60 bits of the SHA-256 of every
 * row's text, which is the same in whatever order they lie; the state of sequences; large objects; and which columns,
 * indexes, constraints, functions and triggers there are. Rows are summed up by the server and never travel.
 */
final class PostgresContents {
    /** Values are shown in one way, so that checksums are the same wherever they are made. */
    private static final String ONE_WAY = """
            SET search_path TO pg_catalog; SET row_security TO off; SET datestyle TO ISO; SET timezone TO UTC;
            SET intervalstyle TO postgres; SET extra_float_digits TO 1; SET bytea_output TO hex;
            SET lc_monetary TO 'C'""";

    private static final String OURS = """
            n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
            AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid
                            AND x.deptype = 'e')""";
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name, pg_table_size(c.oid) AS bytes, c.relkind = 'S'
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'S') AND c.relpersistence <> 't' AND""" + " " + OURS + " ORDER BY 2 DESC, 1";
    private static final String SUM =
            "coalesce(sum(('x' || left(encode(sha256(convert_to(%s, 'UTF8')), 'hex'), 15))::bit(60)::bigint), 0)";
    private static final String ROWS = "SELECT count(*), " + SUM.formatted("ROW(t.*)::text") + " FROM ONLY %s AS t";
    private static final String LARGE_OBJECTS = "SELECT count(*), "
            + SUM.formatted("oid || encode(sha256(lo_get(oid)), 'hex')") + " FROM pg_largeobject_metadata";
    private static final String STRUCTURE = "SELECT count(*), " + SUM.formatted("t.text") + """
             FROM (
              SELECT format('column %I.%I.%I %s %s', n.nspname, c.relname, a.attname,
                            format_type(a.atttypid, a.atttypmod), a.attnotnull) AS text
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND %1$s
              UNION ALL
              SELECT format('index %I.%I %I %s %s', n.nspname, c.relname, i.indexrelid::regclass::text, i.indisunique,
                            i.indisvalid)
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE %1$s
              UNION ALL
              SELECT format('constraint %I.%I %I %s %s', n.nspname, c.relname, k.conname, k.contype, k.convalidated)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE %1$s
              UNION ALL
              SELECT format('trigger %I.%I %I %s', n.nspname, c.relname, g.tgname, g.tgenabled)
                FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE NOT g.tgisinternal AND %1$s
              UNION ALL
              SELECT format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
                 AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid
                                 AND x.deptype = 'e')
             ) t""".replace("%1$s", OURS);

    private final PostgresServer server;
    private final String database;
    private final Task task;

    PostgresContents(PostgresServer server, String database, Task task) {
        this.server = server;
        this.database = database;
        this.task = task;
    }

    /** A table, or a sequence, with its quoted name. */
    record Table(String name, long bytes, boolean sequence) {}

    /** What is there, largest first. */
    static List<Table> tables(Session session) throws StoreFailure {
        return session.all(TABLES, row -> new Table(row.getString(1), row.getLong(2), row.getBoolean(3)));
    }

    /** Begins a transaction that sees one moment, and keeps all tables from being dropped; answers its snapshot. */
    static String freeze(Session session) throws StoreFailure {
        session.run(ONE_WAY);
        session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        String snapshot = session.one("SELECT pg_export_snapshot()", row -> row.getString(1));
        List<String> names = tables(session).stream()
                .filter(table -> !table.sequence())
                .map(Table::name)
                .toList();
        if (!names.isEmpty()) {
            session.run("LOCK TABLE ONLY " + String.join(", ONLY ", names) + " IN ACCESS SHARE MODE");
        }
        return snapshot;
    }

    /** The contents now, in a moment of their own. */
    List<Content> now() throws StoreFailure {
        try (Session holder = server.open(database, task)) {
            return in(freeze(holder), tables(holder));
        }
    }

    /** The contents of the snapshot, whose transaction must stay open meanwhile. */
    List<Content> in(String snapshot, List<Table> tables) throws StoreFailure {
        List<Optional<Table>> pieces = new ArrayList<>();
        tables.forEach(table -> pieces.add(Optional.of(table)));
        pieces.add(Optional.empty());
        Collection<Content> contents = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Optional<Table>> queue = new ConcurrentLinkedQueue<>(pieces);
        List<Integer> sessions = new ArrayList<>();
        for (int i = 0; i < Math.min(server.jobs(), pieces.size()); i++) {
            sessions.add(i);
        }
        Together.each(sessions.size(), sessions, number -> {
            try (Session session = server.open(database, task)) {
                session.run(ONE_WAY);
                session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                session.run("SET TRANSACTION SNAPSHOT" + PostgresServer.literal(snapshot));
                for (Optional<Table> piece = queue.poll(); piece != null; piece = queue.poll()) {
                    contents.addAll(piece.isPresent() ? List.of(table(session, piece.get())) : others(session));
                    task.done(piece.map(Table::bytes).orElse(0L));
                }
            }
        });
        return contents.stream().sorted(Comparator.comparing(Content::what)).toList();
    }

    private static Content table(Session session, Table table) throws StoreFailure {
        if (table.sequence()) {
            return session.one(
                    "SELECT last_value, is_called FROM " + table.name(),
                    row -> new Content(
                            "sequence " + table.name(), 1, row.getLong(1) + (row.getBoolean(2) ? " called" : "")));
        }
        return session.one(ROWS.formatted(table.name()), row -> content("table " + table.name(), row));
    }

    private static List<Content> others(Session session) throws StoreFailure {
        Content structure = session.one(STRUCTURE, row -> content("structure", row));
        Content objects = session.one(LARGE_OBJECTS, row -> content("large objects", row));
        return objects.count() == 0 ? List.of(structure) : List.of(structure, objects);
    }

    private static Content content(String what, java.sql.ResultSet row) throws java.sql.SQLException {
        BigDecimal sum = row.getBigDecimal(2);
        return new Content(what, row.getLong(1), sum.toBigInteger().toString(16));
    }
}
