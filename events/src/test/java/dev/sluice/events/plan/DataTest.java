package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.Plans;
import dev.sluice.events.value.Name;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Poison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataTest {
    @Test
    void aPlanWithoutDataBacksNothingUp() {
        assertThat(Plans.smallest().data()).isEmpty();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Data data = read("""
                data:
                  stores:
                    - {type: postgres, name: db, hosts: ["h:5432"], database: d, user: u}
                    - {type: redis, name: cache, address: "h:6379"}
                """);
        assertThat(data.backupWithin()).hasToString("30m");
        assertThat(data.restoreWithin()).hasToString("2h");
        assertThat(data.answerWithin()).hasToString("1d");
        assertThat(data.keep()).hasToString("7d");
        assertThat(data.encryptionKey()).isEmpty();
        assertThat(data.stores()).extracting(Store::onRollback).containsOnly(OnRollback.ASK);
        assertThat(data.store(new Name("db"))).isInstanceOfSatisfying(Store.Postgres.class, db -> {
            assertThat(db.maintenanceDatabase()).isEqualTo("postgres");
            assertThat(db.sslMode()).isEqualTo(SslMode.PREFER);
            assertThat(db.jobs()).isEqualTo(2);
        });
        assertThat(data.store(new Name("cache")))
                .isInstanceOfSatisfying(
                        Store.Redis.class, cache -> assertThat(cache.spare()).isEqualTo(15));
    }

    @Test
    void theExamplesDataSurviveTheWireAndBeingPrinted() throws IOException, Poison {
        Plan plan = PlanReader.read(Files.readAllBytes(Path.of("../examples/claude-enhancer-5.1.yaml")));
        assertThat(plan.data().orElseThrow().stores()).hasSize(4);
        assertThat(Codec.bind(Codec.json(plan), Plan.class)).isEqualTo(plan);
        assertThat(PlanReader.read(Json.YAML.writeValueAsBytes(plan))).isEqualTo(plan);
    }

    private static Data read(String section) {
        return Plans.read(Plans.SMALLEST + section).data().orElseThrow();
    }
}
