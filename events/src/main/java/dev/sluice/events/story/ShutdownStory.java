package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shut-down of a rollback: when it was asked for, and how each workload that it names fares.
 *
 * @param workloads in the order of the request where that matters to a reader: it does not to this record
 */
public record ShutdownStory(Instant requestedAt, Map<Name, Retirement> workloads) {
    /** One workload: when it was read back as shut down, or why it is not so far. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Retirement(Optional<Instant> retiredAt, Optional<String> detail, Optional<String> delayed) {
        static final Retirement WAITING = new Retirement(Optional.empty(), Optional.empty(), Optional.empty());

        static Retirement done(Instant at, String detail) {
            return new Retirement(Optional.of(at), Optional.of(detail), Optional.empty());
        }

        /** One that is done stays done. */
        Retirement orDelayed(String reason) {
            return retiredAt.isPresent()
                    ? this
                    : new Retirement(Optional.empty(), Optional.empty(), Optional.of(reason));
        }
    }

    static ShutdownStory requested(Instant at, List<Name> names) {
        Map<Name, Retirement> waiting = new HashMap<>();
        names.forEach(name -> waiting.put(name, Retirement.WAITING));
        return new ShutdownStory(at, Map.copyOf(waiting));
    }

    /** Those that are not shut down so far. */
    public List<Name> waiting() {
        return workloads.entrySet().stream()
                .filter(each -> each.getValue().retiredAt().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** How one fares; one that was not asked for waits. */
    public Retirement of(Name workload) {
        return workloads.getOrDefault(workload, Retirement.WAITING);
    }

    /** When the last of them was; empty while one is not. */
    public Optional<Instant> doneAt() {
        return waiting().isEmpty()
                ? workloads.values().stream()
                        .flatMap(each -> each.retiredAt().stream())
                        .max(Instant::compareTo)
                        .or(() -> Optional.of(requestedAt))
                : Optional.empty();
    }

    ShutdownStory retired(Name name, Instant at, String detail) {
        return with(name, Retirement.done(at, detail));
    }

    ShutdownStory delayed(Name name, String reason) {
        return with(name, of(name).orDelayed(reason));
    }

    private ShutdownStory with(Name name, Retirement now) {
        Map<Name, Retirement> next = new HashMap<>(workloads);
        next.replace(name, now);
        return new ShutdownStory(requestedAt, Map.copyOf(next));
    }
}
