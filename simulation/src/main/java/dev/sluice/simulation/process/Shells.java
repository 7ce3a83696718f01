package dev.sluice.simulation.process;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Service;
import dev.sluice.chassis.kafka.DeadLetters;
import dev.sluice.chassis.kafka.KafkaSettings;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import dev.sluice.health.Evaluations;
import dev.sluice.health.HealthService;
import dev.sluice.health.config.HealthConfig;
import dev.sluice.notifier.Couriers;
import dev.sluice.notifier.NotifierHandler;
import dev.sluice.notifier.Retelling;
import dev.sluice.notifier.Telling;
import dev.sluice.notifier.text.Wording;
import dev.sluice.rollback.RollbackHandler;
import dev.sluice.rollback.kafka.CommandChannel;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import dev.sluice.simulation.broker.Log;
import dev.sluice.traffic.SafetyNets;
import dev.sluice.traffic.SnapshotWriter;
import dev.sluice.traffic.TrafficService;
import dev.sluice.traffic.Transitions;
import dev.sluice.traffic.effects.Effects;
import dev.sluice.traffic.effects.Lanes;
import dev.sluice.traffic.effects.Retirements;
import dev.sluice.traffic.effects.StepRuns;
import dev.sluice.traffic.effects.Watchman;
import dev.sluice.traffic.http.EventHub;
import dev.sluice.traffic.kafka.CommandInbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts the services together as their containers do, with the virtual world in the place of the real one. */
public final class Shells {
    /** Its templates are read from files, once. */
    private static final Wording WORDING = new Wording(URI.create("http://127.0.0.1:8084"));

    private static final Duration GIVE_UP = Duration.ofMinutes(10);
    private final Ground ground;
    private final Outside outside;
    private final Group commands;
    private final MeterRegistry meters = new CompositeMeterRegistry();

    /** @param commands the group by which rollback-service reads commands */
    public Shells(Ground ground, Outside outside, Group commands) {
        this.commands = commands;
        this.ground = ground;
        this.outside = outside;
    }

    /** The service that a process runs. */
    public Service shell(Process process) {
        return switch (process.kind()) {
            case TRAFFIC -> traffic(process);
            case HEALTH -> health(process);
            case ROLLBACK -> rollback(process);
            case NOTIFIER -> notifier(process);
        };
    }

    private Outbox outbox(Process process) {
        return (record, cause) -> ground.broker().send(process, record);
    }

    private Journal journal(Process process, String service) {
        Codec codec = new Codec(service);
        return (events, cause) -> append(process, codec, events);
    }

    private CompletionStage<Void> append(Process process, Codec codec, List<Proposed> events) {
        return CompletableFuture.allOf(events.stream()
                .map(event -> ground.broker().send(process, codec.encode(event)).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private Service traffic(Process process) {
        VirtualWorkers workers = new VirtualWorkers(process, ground);
        Lanes lanes = new Lanes(outside.routers(process, workers::current), meters, workers);
        Retirements retirements = new Retirements(
                outside.workloads(process, workers::current), lanes, process, process, process, meters, workers);
        Effects effects = new Effects(
                lanes,
                process,
                process,
                retirements,
                new StepRuns(outside.tasks(process, workers::current), process, process, process, workers));
        Watchman watchman = new Watchman(lanes, process, process, effects, process);
        Outbox outbox = outbox(process);
        DeadLetters letters = new DeadLetters(outbox, meters, new KafkaSettings(Map.of(), "traffic-service"));
        TrafficService service = new TrafficService(
                process,
                process,
                process,
                ground.seams().journal(process, journal(process, "traffic-service"), effects),
                effects,
                watchman,
                new SafetyNets(process, process, process),
                new SnapshotWriter(outbox, process),
                new CommandInbox(process, outbox, letters, Optional::empty),
                new EventHub(),
                new Transitions(meters, process, process, watchman));
        process.post(() -> {
            service.begin();
            readPulses(process, service);
        });
        return service;
    }

    private void readPulses(Process process, TrafficService service) {
        for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
            Log log = ground.broker().log(Topics.MEASUREMENTS, partition);
            log.read(
                    process,
                    log.size(),
                    record -> process.run(() -> {
                        process.observeTime(record.partition(), record.timestamp());
                        ground.folds().pulse(record).ifPresent(service::onPulse);
                    }));
        }
    }

    private Service health(Process process) {
        dev.sluice.health.Meters own = new dev.sluice.health.Meters(meters);
        Codec codec = new Codec("health-service");
        HealthConfig config = new Settings();
        HealthService service = new HealthService(
                process,
                journal(process, "health-service"),
                process,
                process,
                outbox(process),
                codec,
                () -> ground.broker().time(),
                outside.sources(process),
                new Evaluations(outbox(process), codec, own, config, Runnable::run),
                own,
                config);
        process.post(service::begin);
        return service;
    }

    private Service rollback(Process process) {
        RollbackHandler handler = new RollbackHandler(
                process,
                journal(process, "rollback-service"),
                process,
                process,
                outside.address(process),
                outside.stores(process),
                new VirtualExecutor(process, ground),
                new dev.sluice.rollback.Meters(meters));
        commands.join(new SecondMember(process, record -> command(handler, record)));
        return handler;
    }

    private static CompletionStage<Void> command(RollbackHandler handler, ConsumerRecord<byte[], byte[]> record) {
        return CommandChannel.ours(record)
                .map(handler::onCommand)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Service notifier(Process process) {
        dev.sluice.notifier.Meters own = new dev.sluice.notifier.Meters(meters);
        VirtualExecutor calls = new VirtualExecutor(process, ground);
        Couriers couriers = new Couriers(process, outside.channels(process), calls, GIVE_UP, own);
        Telling telling = new Telling(process, outbox(process), couriers, WORDING, own);
        return new NotifierHandler(
                process, process, process, new Retelling(process, outside.history(process), calls), telling, own);
    }

    /** The defaults of health-service. */
    private static final class Settings implements HealthConfig {
        @Override
        public Duration pulse() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration retry() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration readBack() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int evaluationsKept() {
            return 5;
        }
    }
}
