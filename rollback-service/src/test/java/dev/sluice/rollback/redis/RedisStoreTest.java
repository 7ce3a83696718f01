package dev.sluice.rollback.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.rollback.live.RedisProcess;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import dev.sluice.rollback.port.InMemory;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** On a real server. */
class RedisStoreTest extends BackupStoreContract {
    private static final WriteHook PAUSED = new WriteHook.Http(
            new Name("gate"),
            URI.create("http://127.0.0.1/p"),
            URI.create("http://127.0.0.1/r"),
            Optional.empty(),
            Span.ofSeconds(1));
    private static RedisProcess server;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void noOtherDatabaseIsTouched() {
        try (Jedis jedis = server.client()) {
            jedis.select(3);
            assertThat(jedis.get("other")).isIn("data", null);
        }
    }

    /** It was killed before anything of the restore was on its disk. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatForgotTheExchangeIsRestoredAgain(boolean paused) throws StoreFailure {
        filled();
        BackupStore store = store(paused ? List.of(PAUSED) : List.of());
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, Task.UNSTOPPABLE);
        spoil();
        List<Content> spoiled = store.contents(Task.UNSTOPPABLE);
        try (Jedis jedis = server.client()) {
            jedis.save();
        }
        store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE);
        server.killAndStart();
        assertThat(store.contents(Task.UNSTOPPABLE)).isEqualTo(spoiled);

        List<Verification> checks = store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE);
        assertThat(checks).isNotEmpty().allMatch(Verification::verified);
        assertThat(store.contents(Task.UNSTOPPABLE)).isEqualTo(contents);
    }

    @Test
    void aRestartThatForgotNothingIsNoReasonToRestoreAgain() throws StoreFailure {
        filled();
        BackupStore store = store(List.of(PAUSED));
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, Task.UNSTOPPABLE);
        spoil();
        store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE);
        try (Jedis jedis = server.client()) {
            jedis.save();
        }
        server.killAndStart();
        List<String> steps = new ArrayList<>();
        store.restore(archive.reader(), contents, archive, noting(steps));
        assertThat(steps).containsExactly("verifying what is in use", "removing the old data");
    }

    @Test
    void whoWritesWhileWritesArePausedIsNoticed() throws StoreFailure {
        filled();
        BackupStore store = store(List.of(PAUSED));
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, Task.UNSTOPPABLE);
        store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE);
        spoil();
        assertThatThrownBy(() -> store.restore(archive.reader(), contents, archive, Task.UNSTOPPABLE))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("not verified");
    }

    private static Task noting(List<String> steps) {
        return new Task() {
            @Override
            public void step(String name, long total) {
                steps.add(name);
            }

            @Override
            public void done(long more) {}

            @Override
            public Cleared onStop(Runnable action) {
                return () -> {};
            }
        };
    }

    @Override
    protected BackupStore filled() {
        try (Jedis jedis = server.client()) {
            jedis.flushAll();
            jedis.select(3);
            jedis.set("other", "data");
            jedis.select(1);
            Cart.fill(jedis, jedis::set);
        }
        return store(List.of());
    }

    private static BackupStore store(List<WriteHook> writes) {
        return new RedisStore(
                new Store.Redis(
                        new Name("cart"),
                        OnRollback.AUTO,
                        writes,
                        server.address(),
                        1,
                        Optional.of(2),
                        Optional.empty(),
                        Optional.of(SecretRef.ofEnv("PASSWORD")),
                        false),
                reference -> RedisProcess.PASSWORD);
    }

    @Override
    protected void spoil() {
        try (Jedis jedis = server.client()) {
            jedis.select(1);
            Cart.spoil(jedis);
        }
    }

    @Override
    protected void empty() {
        try (Jedis jedis = server.client()) {
            jedis.select(1);
            jedis.flushDB();
        }
    }
}
