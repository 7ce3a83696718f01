package dev.sluice.rollback.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Data;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.live.PostgresProcess;
import dev.sluice.rollback.live.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup and a restore, killed at every step and at random moments and started again, end verified; until then a store
 * holds the old data or the restored ones, or its writes are paused. Real servers, and SIGKILL.
 *
 * <p>The short form takes all stores at once. The long one, asked for by {@code -Dsluice.data.long=true}, takes a database
 * of 1 GB and 100,000 keys, one store after the other, and tells how long each took.
 */
class DataCrashTest {
    private static final Logger LOG = Logger.getLogger(DataCrashTest.class);
    private static final boolean LONG = Boolean.getBoolean("sluice.data.long");
    /** Which of the stores, by a part of their names; all by default. The long form takes its time for each. */
    private static final String ONLY = System.getProperty("sluice.data.only", "");

    private static final int ROWS = LONG ? 3_600_000 : 20_000;
    private static final int KEYS = LONG ? 100_000 : 2_000;
    private static final int RANDOM_KILLS = LONG ? 6 : 1;
    private static final long SEED = 20261125;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<RedisProcess> servers = new ArrayList<>();
    private final Random random = new Random(SEED);

    @AfterEach
    void stop() {
        servers.forEach(RedisProcess::close);
    }

    @Test
    void whatIsKilledAndStartedAgainEndsVerified() {
        PostgresProcess postgres = PostgresProcess.shared();
        servers.add(RedisProcess.start());
        List<RedisProcess> cluster = RedisProcess.cluster();
        servers.addAll(cluster);
        List<Patient> all = List.of(
                Patients.postgres(postgres, ROWS),
                Patients.redis(servers.getFirst(), KEYS),
                Patients.cluster(cluster, KEYS),
                Patients.folder(folder.resolve("live/agents"), KEYS));
        LOG.infof(
                "a database of %s, %d keys",
                postgres.ask("postgres", "SELECT pg_size_pretty(pg_database_size('crash'))"), KEYS);
        all.forEach(Patient::remember);
        if (LONG) {
            List<Patient> chosen =
                    all.stream().filter(each -> each.name().contains(ONLY)).toList();
            assertThat(chosen).as("stores that are named like '%s'", ONLY).isNotEmpty();
            chosen.forEach(each -> run(List.of(each), postgres));
        } else {
            run(all, postgres);
        }
        all.forEach(Patient::close);
    }

    private void run(List<Patient> stores, PostgresProcess postgres) {
        Map<String, String> environment = Map.of(
                "KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                Patients.POSTGRES_PASSWORD,
                PostgresProcess.PASSWORD,
                Patients.REDIS_PASSWORD,
                RedisProcess.PASSWORD);
        try (Killable process =
                new Killable(folder, plan(stores), stores.size(), postgres.programFolder(), environment)) {
            backups(stores, process);
            restores(stores, process);
        }
    }

    private void backups(List<Patient> stores, Killable process) {
        killedAtEveryStep("backup", process, stores);
        Killable.Run whole = timed("backup", "manifest.json", stores, process);
        for (int i = 0; i < RANDOM_KILLS; i++) {
            forget("manifest.json");
            Killable.Run killed = process.killedAfter("backup", 1 + random.nextLong(whole.tookMs()));
            ended(process.whole("backup"), stores, killed);
        }
        stores.forEach(each -> assertThat(each.isWhole())
                .as("a backup leaves %s alone", each.name())
                .isTrue());
    }

    private void restores(List<Patient> stores, Killable process) {
        stores.forEach(Patient::spoil);
        killedAtEveryStep("restore", process, stores);
        stores.forEach(each -> assertThat(each.isWhole()).as(each.name()).isTrue());
        stores.forEach(Patient::spoil);
        Killable.Run whole = timed("restore", "restore.json", stores, process);
        for (int i = 0; i < RANDOM_KILLS; i++) {
            forget("restore.json");
            stores.forEach(Patient::spoil);
            Killable.Run killed = process.killedAfter("restore", 1 + random.nextLong(whole.tookMs()));
            safe(stores, killed);
            ended(process.whole("restore"), stores, killed);
            stores.forEach(each -> assertThat(each.isWhole())
                    .as("%s after %s", each.name(), killed)
                    .isTrue());
        }
    }

    /** One run that nobody disturbs, for the time it takes. */
    private Killable.Run timed(String work, String forgotten, List<Patient> stores, Killable process) {
        forget(forgotten);
        Killable.Run run = process.whole(work);
        ended(run, stores, run);
        LOG.infof("%s undisturbed: %d ms, %s", work, run.tookMs(), run.steps());
        return run;
    }

    /** The n-th run is killed when each store has come to its n-th step; the next goes on where it was. */
    private void killedAtEveryStep(String work, Killable process, List<Patient> stores) {
        int kills = 0;
        while (true) {
            Killable.Run run = process.killedAtStep(work, kills + 1);
            if (run.ends().size() == stores.size()) {
                ended(run, stores, run);
                break;
            }
            safe(stores, run);
            kills++;
        }
        assertThat(kills).as("steps at which it was killed").isGreaterThan(2);
        LOG.infof("%s: killed at %d steps, ended well", work, kills);
    }

    private static void safe(List<Patient> stores, Killable.Run run) {
        stores.forEach(each ->
                assertThat(each.isSafe()).as("%s after %s", each.name(), run).isTrue());
    }

    private void ended(Killable.Run run, List<Patient> stores, Killable.Run before) {
        assertThat(run.ends())
                .as("after %s, see %s", before, folder)
                .hasSize(stores.size())
                .allSatisfy((store, end) -> assertThat(end).matches("verified|taken .*"));
        stores.forEach(each ->
                assertThat(each.gate.paused()).as("writes to %s", each.name()).isFalse());
    }

    private Path plan(List<Patient> stores) {
        Data data = new Data(
                Span.parse("1h"),
                Span.parse("1h"),
                Span.parse("1h"),
                Span.parse("7d"),
                Optional.of(SecretRef.ofEnv("KEY")),
                stores.stream().map(Patient::planned).toList());
        try {
            return Files.write(folder.resolve("data.json"), Json.WIRE.writeValueAsBytes(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget(String name) {
        try (var all = Files.walk(folder.resolve("backups"))) {
            for (Path each : all.filter(file -> file.endsWith(name)).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
