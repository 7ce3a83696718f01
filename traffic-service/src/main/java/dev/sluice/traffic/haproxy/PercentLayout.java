package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.haproxy.MapEntries.Entry;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.List;
import java.util.Optional;

/** Two backends and the candidate's percentage in one map entry: every change is one atomic command. */
record PercentLayout(Router.Percent plan, Router.MapEntry map) implements Layout {
    @Override
    public List<String> backends() {
        return List.of(plan.stableBackend(), plan.candidateBackend());
    }

    @Override
    public List<String> writes(Weight candidate) throws Refused {
        check(candidate);
        return List.of(MapEntries.set(map, Entry.PERCENT, Integer.toString(candidate.percent())));
    }

    @Override
    public List<String> reads() {
        return List.of(ResponseCounts.command(plan.stableBackend()), ResponseCounts.command(plan.candidateBackend()));
    }

    @Override
    public void namesExist(Reading reading) throws Refused {
        counts(reading);
    }

    @Override
    public Weight share(Reading reading) throws Refused {
        String text = text(reading);
        if (!text.matches("0*(100|\\d{1,2})")) {
            throw new Refused("the entry " + map.key() + " of " + map.file() + " is '" + text
                    + "': expected a whole number from 0 to 100");
        }
        return Weight.percent(Integer.parseInt(text));
    }

    @Override
    public Counts counts(Reading reading) throws Refused {
        return new Counts(
                ResponseCounts.parse(plan.stableBackend(), reading.layout().get(0))
                        .all(),
                candidate(reading).all());
    }

    @Override
    public List<String> shift(Weight candidate, Reading now) throws Refused {
        check(candidate);
        return put(now.entries(), candidate);
    }

    @Override
    public List<String> restore(Optional<MapEntries> entries) {
        return put(entries, Weight.ZERO);
    }

    @Override
    public long open(Reading reading) throws Refused {
        ResponseCounts candidate = candidate(reading);
        return candidate.inUse(candidate.servers().keySet());
    }

    @Override
    public boolean closed(Reading reading) throws Refused {
        return share(reading).equals(Weight.ZERO);
    }

    @Override
    public List<String> sever(Reading reading) throws Refused {
        return candidate(reading).servers().keySet().stream()
                .map(server -> "shutdown sessions server " + plan.candidateBackend() + "/" + server)
                .toList();
    }

    private ResponseCounts candidate(Reading reading) throws Refused {
        return ResponseCounts.parse(plan.candidateBackend(), reading.layout().get(1));
    }

    @Override
    public void verifyShift(Weight candidate, Reading after) throws Refused {
        Weight found = share(after);
        if (!found.equals(candidate)) {
            throw new Refused("wrote " + candidate + ", reads back " + found + " in the entry " + map.key() + " of "
                    + map.file());
        }
    }

    @Override
    public void verifyRestore(Reading after) throws Refused {
        verifyShift(Weight.ZERO, after);
    }

    private static List<String> put(Optional<MapEntries> entries, Weight candidate) {
        return entries.map(known -> List.of(known.put(Entry.PERCENT, Integer.toString(candidate.percent()))))
                .orElse(List.of());
    }

    private static String text(Reading reading) {
        return reading.entries()
                .map(entries -> entries.values().getOrDefault(Entry.PERCENT, "missing"))
                .orElse("missing");
    }

    private void check(Weight candidate) throws Refused {
        if (!candidate.wholePercent()) {
            throw new Refused(candidate + " is not a whole percent, which is all that the entry " + map.key() + " of "
                    + map.file() + " can hold");
        }
    }
}
