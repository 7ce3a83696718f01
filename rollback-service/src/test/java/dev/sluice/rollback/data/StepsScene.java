package dev.sluice.rollback.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.memory.MemoryStore;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Stores;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.port.WriteSwitch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Steps with a store in memory, in a folder of their own. */
abstract class StepsScene {
    static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    static final Duration PATIENCE = Duration.ofMillis(600);
    static final Name ORDERS = new Name("orders");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    final MemoryStore memory = new MemoryStore();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final ProgressBoard board = new ProgressBoard(registry);
    final List<String> switched = Collections.synchronizedList(new ArrayList<>());
    final List<Lanes> lanes = new ArrayList<>();
    BackupStore store = memory;
    WriteSwitch hook = new Noted("");

    @AfterEach
    void stop() {
        lanes.forEach(Lanes::close);
    }

    /** A process of its own: only the folder and the store outlive it. */
    StoreSteps steps() {
        DataSettings settings = new DataSettings(folder, () -> Given.START, PATIENCE);
        Lanes lane = new Lanes(settings, board, progress -> {});
        lanes.add(lane);
        Stores stores = new Stores() {
            @Override
            public BackupStore store(Target target, Store planned) {
                return store;
            }

            @Override
            public WriteSwitch hook(Target target, Store planned, WriteHook planHook) {
                return planHook.name().text().equals("odd")
                        ? hook
                        : new Noted(planHook.name().text());
            }
        };
        return new StoreSteps(settings, stores, reference -> KEY, lane);
    }

    static Errand errand(Span within, Optional<SecretRef> key, String... hooks) {
        List<WriteHook> writes = new ArrayList<>();
        for (String name : hooks) {
            writes.add(new WriteHook.Http(
                    new Name(name),
                    URI.create("http://127.0.0.1/p"),
                    URI.create("http://127.0.0.1/r"),
                    Optional.empty(),
                    Span.ofSeconds(1)));
        }
        Store planned = new Store.Files(ORDERS, OnRollback.AUTO, writes, List.of("/orders"));
        Data data = new Data(within, within, Span.ofMinutes(1), Span.parse("7d"), key, List.of(planned));
        return new Errand(Given.SHOP, Given.ID, data, planned);
    }

    static Errand errand(String... hooks) {
        return errand(Span.ofSeconds(30), Optional.empty(), hooks);
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    Backed.Taken taken(Errand errand) {
        Backed backed = get(steps().backup(errand));
        assertThat(backed).isInstanceOf(Backed.Taken.class);
        return (Backed.Taken) backed;
    }

    List<Path> files() {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    class Noted implements WriteSwitch {
        private final String name;

        Noted(String name) {
            this.name = name;
        }

        @Override
        public void pause(Task task) throws StoreFailure {
            switched.add("pause " + name);
        }

        @Override
        public void resume(Task task) {
            switched.add("resume " + name);
        }
    }

    /** The memory store with one thing changed. */
    class Wrapped implements BackupStore {
        @Override
        public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
            return memory.take(into, task);
        }

        @Override
        public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
            memory.check(from, contents, task);
        }

        @Override
        public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
                throws StoreFailure {
            return memory.restore(from, contents, notes, task);
        }

        @Override
        public List<Content> contents(Task task) {
            return memory.contents(task);
        }
    }
}
