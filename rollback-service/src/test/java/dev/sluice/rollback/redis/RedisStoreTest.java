package dev.sluice.rollback.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.live.RedisProcess;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** On a real server. */
class RedisStoreTest extends BackupStoreContract {
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

    @Override
    protected BackupStore filled() {
        try (Jedis jedis = server.client()) {
            jedis.flushAll();
            jedis.select(3);
            jedis.set("other", "data");
            jedis.select(1);
            Cart.fill(jedis, jedis::set);
        }
        return new RedisStore(
                new Store.Redis(
                        new Name("cart"),
                        OnRollback.AUTO,
                        List.of(),
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
