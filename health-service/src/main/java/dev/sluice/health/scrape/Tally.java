package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What both versions' counters have grown by, where somebody else reads the pages and shows the newest value of each
 * series. A series that is gone for a while grew by nothing meanwhile; an instance that is new, or was not read for a while,
 * begins where it is. Safe to use from any thread.
 */
public final class Tally {
    /** These tell instances apart: where somebody else scrapes them, and where they run. */
    public static final List<String> PLACE = List.of("job", "instance", "namespace", "pod");

    private final Reading.Comparison comparison;
    private final Set<String> names;
    private final URI source;
    private final Side candidate = new Side();
    private final Side stable = new Side();

    /** An instance that somebody else reads. */
    private record Elsewhere(URI source, Map<String, String> labels) implements Place {
        @Override
        public Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) throws Unread {
            throw Unread.because("is read by " + source);
        }

        @Override
        public String toString() {
            return source + " " + labels;
        }
    }

    /**
     * When an instance was read.
     *
     * @param last where what tells instances apart is not known, one was read at the first moment, and another at the last
     */
    public record Read(Instant first, Instant last) {}

    /** The instances of one version that were seen so far. */
    private static final class Side {
        private final Map<Map<String, String>, Instance> instances = new HashMap<>();
        private final Set<Map<String, String>> away = new HashSet<>();

        Counting.Version version() {
            return new Counting.Version(histories(false), histories(true));
        }

        private List<History> histories(boolean whetherAway) {
            return instances.entrySet().stream()
                    .filter(each -> away.contains(each.getKey()) == whetherAway)
                    .map(each -> each.getValue().history())
                    .toList();
        }
    }

    /** Throws IllegalArgumentException when a selector is malformed. */
    public Tally(Reading.Comparison comparison, URI source) {
        this.comparison = comparison;
        this.names = Counting.names(comparison);
        this.source = source;
    }

    /**
     * Adds what was read of the candidate. What an instance shows that was not read since says nothing, and is passed over.
     *
     * @param read when each instance was, by its {@link #place}; one that is not read any more is not in it
     * @param series by name and labels
     */
    public synchronized void candidate(
            Map<Map<String, String>, Read> read, Map<String, Map<Map<String, String>, Double>> series) {
        add(candidate, read, series);
    }

    /** The same of stable. */
    public synchronized void stable(
            Map<Map<String, String>, Read> read, Map<String, Map<Map<String, String>, Double>> series) {
        add(stable, read, series);
    }

    private void add(
            Side side, Map<Map<String, String>, Read> read, Map<String, Map<Map<String, String>, Double>> series) {
        if (read.isEmpty()) {
            return;
        }
        Map<Map<String, String>, Map<String, Map<Map<String, String>, Double>>> pages = new HashMap<>();
        series.forEach((name, values) ->
                values.forEach((labels, value) -> pages.computeIfAbsent(place(labels), place -> new HashMap<>())
                        .computeIfAbsent(name, any -> new HashMap<>())
                        .put(labels, value)));
        side.instances.keySet().stream()
                .filter(place -> !read.containsKey(place))
                .forEach(side.away::add);
        read.forEach((place, when) -> add(
                side.instances.computeIfAbsent(place, any -> new Instance(new Elsewhere(source, place))),
                when,
                pages.getOrDefault(place, new HashMap<>()),
                side.away.remove(place)));
    }

    private void add(
            Instance instance, Read read, Map<String, Map<Map<String, String>, Double>> page, boolean wasAway) {
        History history = instance.history();
        long ended = nanos(read.last());
        if (!history.scrapes().isEmpty() && ended <= history.scrapes().getLast().ended()) {
            return;
        }
        carryOver(history, page);
        Scrape scrape = new Scrape(read.first(), nanos(read.first()), ended, names, page);
        if (wasAway) {
            instance.returned(scrape, Duration.ZERO, Duration.ZERO);
        } else {
            instance.read(scrape, Duration.ZERO, Duration.ZERO);
        }
    }

    private static long nanos(Instant at) {
        return Duration.between(Instant.EPOCH, at).toNanos();
    }

    /** What tells its instance from others, of the labels of a series. */
    public static Map<String, String> place(Map<String, String> labels) {
        Map<String, String> place = new TreeMap<>();
        PLACE.forEach(label -> place.put(label, labels.getOrDefault(label, "")));
        return place;
    }

    /** What is not there this time is as it was, unless the instance began again: then its series are born anew. */
    private static void carryOver(History history, Map<String, Map<Map<String, String>, Double>> page) {
        if (history.scrapes().isEmpty()) {
            return;
        }
        Scrape before = history.scrapes().getLast();
        boolean beganAgain = page.entrySet().stream().anyMatch(entry -> entry.getValue().entrySet().stream()
                .anyMatch(each -> each.getValue() < before.of(entry.getKey()).getOrDefault(each.getKey(), 0.0)));
        if (!beganAgain) {
            before.kept().forEach(name -> before.of(name)
                    .forEach((labels, value) ->
                            page.computeIfAbsent(name, any -> new HashMap<>()).putIfAbsent(labels, value)));
        }
    }

    /**
     * The counts of both.
     *
     * @param comparable whether stable was read now
     */
    public synchronized Sample counts(Instant now, Duration staleAfter, boolean comparable) {
        if (candidate.instances.isEmpty()) {
            return new Sample.NoData("no series of " + String.join(", ", names) + " fits");
        }
        Counting.Version others = comparable ? stable.version() : new Counting.Version(List.of(), List.of());
        return Counting.read(comparison, candidate.version(), others, now, staleAfter);
    }
}
