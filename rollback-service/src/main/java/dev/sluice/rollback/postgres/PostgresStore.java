package dev.sluice.rollback.postgres;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Store;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.postgres.PostgresContents.Table;
import dev.sluice.rollback.postgres.PostgresServer.Session;
import dev.sluice.rollback.task.Together;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One database. Contents and dump see the same snapshot. The structure is one part of the archive, and the data are as
 * many parts as there are jobs, dumped and loaded at once, straight from and into the programs.
 */
public final class PostgresStore implements BackupStore {
    static final String STRUCTURE = "structure";
    private static final String DATA = "data-";
    /** Below it a second job costs more than it saves. */
    private static final long SPLIT_BYTES_MIN = 16L << 20;
    /** A program's arguments have an end, at 2 MiB on Linux. */
    private static final int ARGUMENTS_MAX = 500_000;

    private final PostgresServer server;

    public PostgresStore(Store.Postgres store, Secrets secrets, String programs) {
        this.server = new PostgresServer(store, secrets, programs);
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        try (Session holder = server.open(server.database(), task)) {
            Rights.check(holder);
            String snapshot = PostgresContents.freeze(holder);
            List<Table> tables = PostgresContents.tables(holder);
            long bytes = tables.stream().mapToLong(Table::bytes).sum();
            into.reserve(bytes);
            task.step("counting", bytes);
            List<Content> contents = new PostgresContents(server, server.database(), task).in(snapshot, tables);
            task.step("dumping", bytes);
            List<Callable<Boolean>> dumps = new ArrayList<>();
            dumps.add(dump(into, STRUCTURE, snapshot, List.of("--section=pre-data", "--section=post-data"), task));
            List<List<String>> jobs = jobs(tables, bytes);
            for (int i = 0; i < jobs.size(); i++) {
                dumps.add(dump(into, DATA + (i + 1), snapshot, jobs.get(i), task));
            }
            Together.all(dumps);
            return contents;
        }
    }

    private Callable<Boolean> dump(
            ArchiveWriter into, String part, String snapshot, List<String> arguments, Task task) {
        return () -> {
            List<String> all = new ArrayList<>(List.of("--format=custom", "--compress=0", "--snapshot=" + snapshot));
            all.addAll(arguments);
            server.dump(all)
                    .run(
                            nothing -> {},
                            output -> {
                                try (OutputStream file = into.part(part)) {
                                    copy(output, file, task);
                                }
                            },
                            task);
            return true;
        };
    }

    /** The arguments of each job: it leaves out what the others dump. Large objects are dumped by the first. */
    private List<List<String>> jobs(List<Table> tables, long bytes) {
        int count = bytes < SPLIT_BYTES_MIN ? 1 : Math.min(server.jobs(), tables.size());
        long names =
                tables.stream().mapToLong(table -> table.name().length() + 30L).sum();
        if (count <= 1 || names > ARGUMENTS_MAX) {
            return List.of(List.of("--section=data"));
        }
        long[] loads = new long[count];
        Map<Table, Integer> jobOf = new HashMap<>();
        tables.stream()
                .sorted(Comparator.comparingLong(Table::bytes).reversed())
                .forEach(table -> {
                    int least = 0;
                    for (int i = 1; i < count; i++) {
                        least = loads[i] < loads[least] ? i : least;
                    }
                    loads[least] += table.bytes();
                    jobOf.put(table, least);
                });
        List<List<String>> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> arguments = new ArrayList<>(List.of("--section=data"));
            if (i > 0) {
                arguments.add("--no-blobs");
            }
            int job = i;
            tables.stream()
                    .filter(table -> jobOf.getOrDefault(table, 0) != job)
                    // A quoted identifier is a pattern that matches itself alone.
                    .forEach(table -> arguments.add("--exclude-table-data=" + table.name()));
            jobs.add(arguments);
        }
        return jobs;
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        task.step("checking", from.bytes());
        Map<String, Long> rows = new ConcurrentHashMap<>();
        List<String> data =
                from.parts().stream().filter(part -> part.startsWith(DATA)).toList();
        server.reading(List.of("--list"))
                .run(input -> feed(from, STRUCTURE, input, task), InputStream::readAllBytes, task);
        Together.each(server.jobs(), data, part -> server.reading(List.of("--file=-"))
                .run(input -> feed(from, part, input, task), output -> rows.putAll(CopiedRows.of(output)), task));
        for (Content content : contents) {
            if (content.what().startsWith("table ")) {
                long found = rows.getOrDefault(content.what().substring("table ".length()), -1L);
                if (found != content.count()) {
                    throw StoreFailure.lasting("the dump does not hold the snapshot: expected " + content.count()
                            + " rows of " + content.what() + ", found "
                            + (found < 0 ? "no data of it" : Long.toString(found)));
                }
            }
        }
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        return new DatabaseExchange(server, notes, task).restore(from, contents);
    }

    @Override
    public List<Content> contents(Task task) throws StoreFailure {
        return new PostgresContents(server, server.database(), task).now();
    }

    /** Loads an archive into an empty database. */
    static void load(PostgresServer server, ArchiveReader from, String database, Task task) throws StoreFailure {
        task.step("loading", from.bytes());
        load(server, from, database, STRUCTURE, "--section=pre-data", task);
        List<String> data =
                from.parts().stream().filter(part -> part.startsWith(DATA)).toList();
        Together.each(server.jobs(), data, part -> load(server, from, database, part, "--section=data", task));
        task.step("indexing", 0);
        load(server, from, database, STRUCTURE, "--section=post-data", task);
        try (Session session = server.open(database, task)) {
            session.run("ANALYZE");
        }
    }

    private static void load(
            PostgresServer server, ArchiveReader from, String database, String part, String section, Task task)
            throws StoreFailure {
        server.restore(database, List.of(section))
                .run(input -> feed(from, part, input, task), InputStream::readAllBytes, task);
    }

    private static void feed(ArchiveReader from, String part, OutputStream input, Task task)
            throws IOException, StoreFailure {
        try (InputStream stored = from.part(part)) {
            copy(stored, input, task);
        }
    }

    private static void copy(InputStream from, OutputStream into, Task task) throws IOException, StoreFailure {
        byte[] buffer = new byte[1 << 16];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            into.write(buffer, 0, read);
            task.done(read);
        }
    }
}
