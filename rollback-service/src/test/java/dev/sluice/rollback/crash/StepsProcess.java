package dev.sluice.rollback.crash;

import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.data.DataSettings;
import dev.sluice.rollback.data.Lanes;
import dev.sluice.rollback.data.PlannedStores;
import dev.sluice.rollback.data.Progress;
import dev.sluice.rollback.data.ProgressBoard;
import dev.sluice.rollback.data.StoreSteps;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.DataSteps.Restored;
import dev.sluice.rollback.port.DataSteps.Writes;
import dev.sluice.rollback.secrets.LocalSecrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What rollback-service does with the stores of a plan, each on its own, in the order of the procedure, and nothing else.
 * At every step it says so and waits to be told to go on, by the store's name.
 *
 * <p>Arguments: the work (backup or restore), the folder of backups, a file with the plan's data section, and the folder
 * of PostgreSQL's programs.
 */
final class StepsProcess {
    static final String STEP = "STEP ";
    static final String END = "END ";
    private static final Map<Name, Semaphore> GO = new ConcurrentHashMap<>();

    private final Data data;
    private final StoreSteps steps;

    private StepsProcess(Path backups, Data data, String programs) {
        this.data = data;
        DataSettings settings = new DataSettings(backups, InstantSource.system(), Duration.ofSeconds(20));
        LocalSecrets secrets = new LocalSecrets();
        PlannedStores stores = new PlannedStores(
                secrets,
                () -> {
                    throw new AssertionError("no store of a Kubernetes cluster");
                },
                programs);
        steps = new StoreSteps(
                settings,
                stores,
                secrets,
                new Lanes(settings, new ProgressBoard(new SimpleMeterRegistry()), StepsProcess::told));
    }

    private static void told(Progress progress) {
        if (progress.outcome().isEmpty()) {
            say(STEP + progress.store() + " " + progress.work() + " " + progress.step());
            go(progress.store()).acquireUninterruptibly();
        }
    }

    private static Semaphore go(Name store) {
        return GO.computeIfAbsent(store, any -> new Semaphore(0));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void listen() {
        try (BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String name = told.readLine(); name != null; name = told.readLine()) {
                go(new Name(name)).release();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Data data = Json.WIRE.readValue(Files.readAllBytes(Path.of(arguments[2])), Data.class);
        StepsProcess process = new StepsProcess(Path.of(arguments[1]), data, arguments[3]);
        Thread.ofPlatform().daemon().start(StepsProcess::listen);
        List<CompletableFuture<Void>> all = data.stores().stream()
                .map(store -> CompletableFuture.runAsync(
                        () -> say(END + store.name() + " " + process.run(arguments[0], store)),
                        Thread.ofVirtual()::start))
                .toList();
        all.forEach(CompletableFuture::join);
        // What runs on other threads has ended; a JVM that waited for some pool would only take time.
        Runtime.getRuntime().exit(0);
    }

    private String run(String work, Store store) {
        Errand errand = new Errand(Given.SHOP, Given.ID, data, store);
        return work.equals("backup") ? backup(errand) : restore(errand);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private String backup(Errand errand) {
        return switch (get(steps.backup(errand))) {
            case Backed.Taken taken -> "taken " + taken.backup();
            case Backed.Failed failed -> "failed " + failed.reason();
        };
    }

    private String restore(Errand errand) {
        String backup = get(steps.backup(errand)) instanceof Backed.Taken taken ? taken.backup() : "none";
        if (!(get(steps.pauseWrites(errand)) instanceof Writes.Done)) {
            return "failed to pause";
        }
        return switch (get(steps.restore(errand, backup))) {
            case Restored.Failed failed -> "failed " + failed.reason();
            case Restored.Verified verified ->
                get(steps.resumeWrites(errand)) instanceof Writes.Done ? "verified" : "failed to resume";
        };
    }
}
