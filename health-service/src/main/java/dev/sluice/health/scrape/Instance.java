package dev.sluice.health.scrape;

import dev.sluice.health.domain.Sample;
import dev.sluice.health.scrape.History.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One instance's scrapes, as far back as the longest window needs. Safe to use from any thread. */
final class Instance {
    /** With more, every second one of the older half is dropped: what is lost is a reset that was made up for since. */
    private static final int SCRAPES_MAX = 1_200;

    /**
     * How many pages' totals are remembered, thinned in the same way: where pages of the other version are slow or seldom, or
     * come at another time, it is some pages behind.
     */
    private static final int TOTALS_MAX = 32;

    final Place place;
    /** One request at a time: a slow instance is not asked again before it has answered. */
    final AtomicBoolean busy = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Scrape> scrapes = List.of();
    private List<Totals> totals = List.of();
    private Optional<Sample.Failed> failure = Optional.empty();

    Instance(Place place) {
        this.place = place;
    }

    /**
     * Adds a scrape.
     *
     * @param window how far back readings look
     * @param gap how much older than that the one scrape before the window may be: after a long silence it says nothing
     */
    void read(Scrape scrape, Duration window, Duration gap) {
        read(scrape, window, gap, false);
    }

    /** The same of an instance that was away: what it counted meanwhile is of no known time, and is not counted. */
    void returned(Scrape scrape, Duration window, Duration gap) {
        read(scrape, window, gap, true);
    }

    private void read(Scrape scrape, Duration window, Duration gap, boolean away) {
        lock.lock();
        try {
            totals = added(totals, totals(scrape, away));
            scrapes = kept(scrapes, scrape, window, gap);
            failure = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void failed(Sample.Failed reason) {
        lock.lock();
        try {
            failure = Optional.of(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    History history() {
        lock.lock();
        try {
            return new History(place, scrapes, totals, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are so many scrapes, an attempt failed, or the time of {@code System.nanoTime} has come. */
    void await(int count, long deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (failure.isEmpty() && scrapes.size() < count && left > 0) {
                changed.await(left, TimeUnit.NANOSECONDS);
                left = deadline - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A name that was not kept before begins here; of one that was, a series that was absent grew from 0. What is no count
     * (NaN, an infinity, below 0) is as good as absent.
     */
    private Totals totals(Scrape next, boolean away) {
        Map<String, Map<Map<String, String>, Double>> known =
                totals.isEmpty() ? Map.of() : totals.getLast().series();
        Map<String, Integer> changes =
                new HashMap<>(totals.isEmpty() ? Map.of() : totals.getLast().changes());
        Map<String, Map<Map<String, String>, Double>> grown = new HashMap<>();
        for (String name : next.kept()) {
            boolean fell = false;
            Map<Map<String, String>, Double> sums = new HashMap<>(known.getOrDefault(name, Map.of()));
            boolean first =
                    away || scrapes.isEmpty() || !scrapes.getLast().kept().contains(name);
            Map<Map<String, String>, Double> before =
                    first ? Map.of() : scrapes.getLast().of(name);
            for (Map.Entry<Map<String, String>, Double> each : next.of(name).entrySet()) {
                if (History.isCount(each.getValue())) {
                    Double last = before.get(each.getKey());
                    Double count = last != null && History.isCount(last) ? last : null;
                    fell |= count != null && each.getValue() < count;
                    sums.merge(each.getKey(), first ? 0 : History.grown(count, each.getValue()), Double::sum);
                }
            }
            changes.merge(name, (away ? 2 : 0) + (fell ? 1 : 0), Integer::sum);
            grown.put(name, Map.copyOf(sums));
        }
        return new Totals(next.at(), next.nanos(), next.ended(), Map.copyOf(changes), Map.copyOf(grown));
    }

    private static List<Totals> added(List<Totals> known, Totals newest) {
        List<Totals> all = new ArrayList<>(known);
        all.add(newest);
        return List.copyOf(all.size() > TOTALS_MAX ? thinned(all) : all);
    }

    /** Those within the window, and one before it. */
    private static List<Scrape> kept(List<Scrape> before, Scrape newest, Duration window, Duration gap) {
        long start = newest.nanos() - window.toNanos();
        List<Scrape> kept = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            boolean nextIsInside = i == before.size() - 1 || before.get(i + 1).nanos() - start > 0;
            if (nextIsInside && before.get(i).nanos() - start >= -gap.toNanos()) {
                kept.add(before.get(i));
            }
        }
        kept.add(newest);
        return List.copyOf(kept.size() > SCRAPES_MAX ? thinned(kept) : kept);
    }

    private static <T> List<T> thinned(List<T> all) {
        List<T> thinner = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i >= all.size() / 2 || i % 2 == 0) {
                thinner.add(all.get(i));
            }
        }
        return thinner;
    }
}
