package dev.sluice.rollback.data;

import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Target;
import dev.sluice.rollback.files.FilesStore;
import dev.sluice.rollback.httphook.HttpSwitch;
import dev.sluice.rollback.kubernetes.DeploymentSwitch;
import dev.sluice.rollback.kubernetes.KubernetesStore;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.Stores;
import dev.sluice.rollback.port.WriteSwitch;
import dev.sluice.rollback.postgres.PostgresStore;
import dev.sluice.rollback.postgres.SqlSwitch;
import dev.sluice.rollback.redis.RedisClusterStore;
import dev.sluice.rollback.redis.RedisStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Supplier;

/** Every kind of store and of hook that a plan can name. */
public final class PlannedStores implements Stores {
    private final Secrets secrets;
    private final Supplier<KubernetesClient> kubernetes;
    private final String postgresPrograms;

    /**
     * @param kubernetes asked only when a plan names something in a cluster
     * @param postgresPrograms the folder of pg_dump with a '/' at its end, or nothing for the PATH
     */
    public PlannedStores(Secrets secrets, Supplier<KubernetesClient> kubernetes, String postgresPrograms) {
        this.secrets = secrets;
        this.kubernetes = kubernetes;
        this.postgresPrograms = postgresPrograms;
    }

    @Override
    public BackupStore store(Target target, Store store) {
        return switch (store) {
            case Store.Postgres postgres -> new PostgresStore(postgres, secrets, postgresPrograms);
            case Store.Redis redis -> new RedisStore(redis, secrets);
            case Store.RedisCluster cluster -> new RedisClusterStore(cluster, secrets);
            case Store.Kubernetes objects -> new KubernetesStore(objects, target, kubernetes.get());
            case Store.Files files -> new FilesStore(files);
        };
    }

    @Override
    public WriteSwitch hook(Target target, Store store, WriteHook hook) {
        return switch (hook) {
            case WriteHook.Sql sql
            when store instanceof Store.Postgres postgres -> new SqlSwitch(sql, postgres, secrets);
            case WriteHook.Sql sql ->
                throw new IllegalStateException("a plan with SQL for store " + store.name() + " was let in");
            case WriteHook.Http http -> new HttpSwitch(http, secrets);
            case WriteHook.Kubernetes deployment -> new DeploymentSwitch(deployment, target, kubernetes.get());
        };
    }
}
