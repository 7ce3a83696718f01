package dev.sluice.health.scrape;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Comparisons;
import dev.sluice.health.domain.Sample;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A drawn world of ten minutes: instances of two versions, each scraped at moments of its own, with faults that both versions
 * have, and a comparison that looks at what was scraped.
 */
final class TwoVersions {
    static final double NEVER = Double.POSITIVE_INFINITY;

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Reading.Comparison READING =
            new Reading.Comparison("errors", Optional.of("requests"), Optional.empty(), 1.2);
    private static final Metric METRIC = new Metric(new Name("errors"), new Name("prom"), Unit.RATIO, READING);
    private static final Map<String, String> NO_LABELS = Map.of();
    private static final double ALPHA = 0.01;
    private static final double TICK = 0.05;
    private static final int BEFORE = -100;
    private static final int FIRST_LOOK = 60;
    private static final int END = 600;
    private static final double[] LOOKS = {1, 5, 10};
    private static final double[] BASES = {0, 0.001, 0.01};

    /** What is not as one would wish. */
    enum Trouble {
        NONE,
        /** Each look is up to 0.3 s late, each scrape up to a twentieth of a period early or late. */
        JITTER,
        /** Three faults, and a stage that ends each minute, in the middle of one too. */
        STAGES,
        /** Scrapes and looks have no common multiple. */
        NO_COMMON_PERIOD,
        /** The two versions are scraped with periods of their own. */
        PERIODS_OF_VERSIONS,
        /** An instance of stable that gets most of the traffic is scraped more often than the rest. */
        PERIODS_OF_INSTANCES,
        /** All instances but the first come late, or go early. */
        PODS_COME_AND_GO,
        /** Every second instance begins again. */
        RESTARTS,
        /** One of twenty scrapes of the candidate's fails. */
        CANDIDATES_SCRAPES_FAIL,
        /** One of twenty of stable's. */
        STABLES_SCRAPES_FAIL,
        /** Every second of the candidate's, in the fault alone. */
        CANDIDATES_SCRAPES_FAIL_IN_THE_FAULT,
        /** Every second of stable's, in the fault alone. */
        STABLES_SCRAPES_FAIL_IN_THE_FAULT,
        /** No label tells instances apart. */
        NO_INSTANCES;

        private double[] periods() {
            return this == NO_COMMON_PERIOD ? new double[] {7, 13} : new double[] {1, 5, 10, 15, 30};
        }
    }

    /** What is scraped at a moment: of how many requests how many failed. */
    private record Page(double errors, double requests) {}

    /** One process, with what was scraped of it and when; a scrape that failed has nothing. */
    private record Process(String name, TreeMap<Double, Optional<Page>> scrapes) {}

    private record Fault(double begins, double ends, double share) {
        boolean at(double second) {
            return second >= begins && second < ends;
        }
    }

    private final Trouble trouble;
    private final SplittableRandom random;
    private final double looks;
    private final double base;
    private final double requests;
    private final double broken;
    private final double candidatesPeriod;
    private final double stablesPeriod;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Process> candidates;
    private final List<Process> stables;

    /** @param broken when half of the candidate's requests begin to fail, and of its alone */
    TwoVersions(long seed, Trouble trouble, double broken) {
        this.trouble = trouble;
        this.broken = broken;
        random = new SplittableRandom(seed);
        double[] periods = trouble.periods();
        stablesPeriod = one(periods);
        candidatesPeriod = trouble == Trouble.PERIODS_OF_VERSIONS ? one(periods) : stablesPeriod;
        looks = one(LOOKS);
        base = one(BASES);
        requests = Math.pow(10, random.nextDouble(1, 3.5));
        for (int i = 0; i < (trouble == Trouble.STAGES ? 3 : 1); i++) {
            double begins = random.nextDouble(100, 300) + 40 * i;
            double ends = begins + Math.pow(10, random.nextDouble(-0.5, 2));
            faults.add(new Fault(begins, ends, random.nextBoolean() ? 1 : random.nextDouble(0.05, 1)));
        }
        candidates = processes(1 + random.nextInt(3), true);
        stables = processes(1 + random.nextInt(4), false);
    }

    private double one(double[] all) {
        return all[random.nextInt(all.length)];
    }

    private List<Process> processes(int count, boolean candidate) {
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Process process = new Process("p" + i, new TreeMap<>());
            fill(process, i, candidate);
            all.add(process);
        }
        return all;
    }

    /** Lets it serve, and scrapes it. */
    private void fill(Process process, int number, boolean candidate) {
        boolean busy = trouble == Trouble.PERIODS_OF_INSTANCES && !candidate && number == 0;
        double period = busy ? 1 : candidate ? candidatesPeriod : stablesPeriod;
        double rate = busy ? 20 * requests : requests;
        double restarts = trouble == Trouble.RESTARTS && random.nextBoolean() ? random.nextDouble(70, 400) : NEVER;
        boolean moves = trouble == Trouble.PODS_COME_AND_GO && number > 0;
        boolean comes = moves && random.nextBoolean();
        double born = comes ? random.nextDouble(0, 400) : BEFORE;
        double dies = moves && !comes ? random.nextDouble(70, 400) : END;
        double planned = BEFORE + random.nextDouble(period);
        double next = planned;
        double errors = 0;
        double served = 0;
        for (double now = BEFORE; now < END; now += TICK) {
            if (now >= restarts && now - TICK < restarts) {
                errors = 0;
                served = 0;
            }
            boolean alive = now >= born && now < dies;
            for (; next <= now; next = planned + jitter() * period) {
                boolean seen = alive && !fails(next, candidate);
                process.scrapes().put(next, seen ? Optional.of(new Page(errors, served)) : Optional.empty());
                planned += period;
            }
            if (alive) {
                served += rate * TICK;
                errors += rate * TICK * failing(now, candidate);
            }
        }
    }

    private double jitter() {
        return trouble == Trouble.JITTER ? random.nextDouble(-0.05, 0.05) : 0;
    }

    private double failing(double now, boolean candidate) {
        double share = candidate && now >= broken ? 0.5 : base;
        for (Fault fault : faults) {
            share = fault.at(now) ? Math.max(share, fault.share()) : share;
        }
        return share;
    }

    private boolean fails(double now, boolean candidate) {
        boolean inTheFault = faults.stream().anyMatch(fault -> fault.at(now));
        return switch (trouble) {
            case CANDIDATES_SCRAPES_FAIL -> candidate && random.nextInt(20) == 0;
            case STABLES_SCRAPES_FAIL -> !candidate && random.nextInt(20) == 0;
            case CANDIDATES_SCRAPES_FAIL_IN_THE_FAULT -> candidate && inTheFault && random.nextBoolean();
            case STABLES_SCRAPES_FAIL_IN_THE_FAULT -> !candidate && inTheFault && random.nextBoolean();
            default -> false;
        };
    }

    /** When the candidate is accused. */
    double accusedAt() {
        Tally tally = new Tally(READING, URI.create("http://127.0.0.1:1"));
        Comparisons comparisons = new Comparisons();
        for (double look = FIRST_LOOK; look <= END; look += looks) {
            double now = look + (trouble == Trouble.JITTER ? random.nextDouble(0.3) : 0);
            Answer ofStable = ask(stables, now);
            Answer own = ask(candidates, ofStable.read().isEmpty() ? now : ofStable.oldest());
            if (!own.read().isEmpty()) {
                tally.stable(ofStable.read(), ofStable.series());
                tally.candidate(own.read(), own.series());
                Sample counts = tally.counts(
                        instant(now), Duration.ofMinutes(1), !ofStable.read().isEmpty());
                int stage = trouble == Trouble.STAGES ? (int) now / 60 : 0;
                if (comparisons.compared(METRIC, counts, stage) instanceof Sample.Value value
                        && value.value() < ALPHA) {
                    return now;
                }
            }
        }
        return NEVER;
    }

    /** Some scrapes and a look, or some requests where there are few; more where a scrape may fail. */
    double soon() {
        boolean fail = trouble == Trouble.CANDIDATES_SCRAPES_FAIL || trouble == Trouble.STABLES_SCRAPES_FAIL;
        double period = Math.max(candidatesPeriod, stablesPeriod);
        return (fail ? 8 * Math.max(period, looks) : 3 * period + looks) + 100 / requests;
    }

    /** What a Prometheus gives. */
    private record Answer(
            Map<Map<String, String>, Tally.Read> read,
            Map<String, Map<Map<String, String>, Double>> series,
            double oldest) {}

    private Answer ask(List<Process> all, double now) {
        Map<Map<String, String>, Tally.Read> read = new HashMap<>();
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        double oldest = now;
        for (Process process : all) {
            Map.Entry<Double, Optional<Page>> newest = process.scrapes().floorEntry(now);
            if (newest == null || newest.getValue().isEmpty()) {
                continue;
            }
            Page page = newest.getValue().get();
            Instant at = instant(newest.getKey());
            boolean told = trouble != Trouble.NO_INSTANCES;
            Map<String, String> labels = Map.of(told ? "instance" : "host", process.name());
            read.merge(Tally.place(told ? labels : NO_LABELS), new Tally.Read(at, at), TwoVersions::both);
            series.computeIfAbsent("errors", any -> new HashMap<>()).put(labels, page.errors());
            series.computeIfAbsent("requests", any -> new HashMap<>()).put(labels, page.requests());
            oldest = Math.min(oldest, newest.getKey());
        }
        return new Answer(read, series, oldest);
    }

    private static Tally.Read both(Tally.Read one, Tally.Read other) {
        return new Tally.Read(
                one.first().isBefore(other.first()) ? one.first() : other.first(),
                one.last().isAfter(other.last()) ? one.last() : other.last());
    }

    private static Instant instant(double second) {
        return START.plusNanos(Math.round(second * 1e9));
    }

    @Override
    public String toString() {
        return "%s: a scrape every %s s (candidate %s s), a look every %s s, %d and %d instances, %.0f requests/s, base %s, %s"
                .formatted(
                        trouble,
                        stablesPeriod,
                        candidatesPeriod,
                        looks,
                        candidates.size(),
                        stables.size(),
                        requests,
                        base,
                        faults);
    }
}
