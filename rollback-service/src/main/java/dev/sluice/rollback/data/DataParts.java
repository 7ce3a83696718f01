package dev.sluice.rollback.data;

import dev.sluice.rollback.config.RollbackConfig;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.Stores;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Puts the parts together, as the settings say. */
@ApplicationScoped
class DataParts {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Produces
    @Singleton
    DataSettings settings(RollbackConfig config) {
        return new DataSettings(config.backups(), InstantSource.system(), PATIENCE);
    }

    @Produces
    @Singleton
    ProgressBoard board(MeterRegistry registry) {
        return new ProgressBoard(registry);
    }

    @Produces
    @Singleton
    Stores stores(Secrets secrets, Instance<KubernetesClient> kubernetes, RollbackConfig config) {
        String programs = config.postgresPrograms().map(folder -> folder + "/").orElse("");
        return new PlannedStores(secrets, kubernetes::get, programs);
    }

    @Produces
    @Singleton
    Lanes lanes(DataSettings settings, ProgressBoard board) {
        return new Lanes(settings, board, progress -> {});
    }

    void close(@Disposes Lanes lanes) {
        lanes.close();
    }

    @Produces
    @Singleton
    DataSteps steps(DataSettings settings, Stores stores, Secrets secrets, Lanes lanes) {
        return new StoreSteps(settings, stores, secrets, lanes);
    }
}
