package dev.sluice.rollback.redis;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.rollback.live.RedisProcess;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;

/** On three real masters, found from one of them. */
class RedisClusterStoreTest extends BackupStoreContract {
    private static List<RedisProcess> nodes;

    @BeforeAll
    static void start() {
        nodes = RedisProcess.cluster();
    }

    @AfterAll
    static void stop() {
        nodes.forEach(RedisProcess::close);
    }

    @Override
    protected boolean exchanges() {
        return false;
    }

    @Override
    protected BackupStore filled() {
        empty();
        try (RedisClusterClient client = client()) {
            Cart.fill(client, client::set);
        }
        return new RedisClusterStore(
                new Store.RedisCluster(
                        new Name("cart"),
                        OnRollback.NEVER,
                        List.of(),
                        List.of("127.0.0.1:1", nodes.getLast().address()),
                        Optional.empty(),
                        Optional.of(SecretRef.ofEnv("PASSWORD")),
                        false),
                reference -> RedisProcess.PASSWORD);
    }

    @Override
    protected void spoil() {
        try (RedisClusterClient client = client()) {
            Cart.spoil(client);
        }
    }

    @Override
    protected void empty() {
        nodes.forEach(node -> {
            try (Jedis jedis = node.client()) {
                jedis.flushAll();
            }
        });
    }

    private static RedisClusterClient client() {
        return RedisClusterClient.builder()
                .nodes(Set.of(new HostAndPort("127.0.0.1", nodes.getFirst().port())))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .password(RedisProcess.PASSWORD)
                        .build())
                .build();
    }
}
