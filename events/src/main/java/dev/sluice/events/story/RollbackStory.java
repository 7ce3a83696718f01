package dev.sluice.events.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rollback as far as it has come.
 *
 * @param of the version that its facts speak of
 * @param shutdown present once workloads were asked to be shut down
 * @param data by store, once anything was asked or done about its data
 * @param completed present when the procedure is done; {@code failed} when it can't be
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackStory(
        long of,
        String trigger,
        Requester by,
        Instant requestedAt,
        Optional<Instant> verifiedAt,
        List<Verification> checks,
        Optional<ShutdownStory> shutdown,
        Map<Name, RestoreStory> data,
        Optional<RollbackTimes> completed,
        Optional<String> failed) {
    static RollbackStory requested(long of, String trigger, Requester by, Instant at) {
        return new RollbackStory(
                of,
                trigger,
                by,
                at,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a rollback that can't be done failed by. */
    public enum Cause {
        /** It was never verified that stable has all traffic. */
        VERIFICATION,
        /** It was, and a workload was not shut down in time. */
        SHUTDOWN,
        /** It was, and data were not restored. */
        DATA
    }

    /** What it failed by, once it has. */
    public Optional<Cause> cause() {
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        if (verifiedAt.isEmpty()) {
            return Optional.of(Cause.VERIFICATION);
        }
        boolean ofData = data.values().stream().anyMatch(story -> story.failed().isPresent());
        return Optional.of(ofData ? Cause.DATA : Cause.SHUTDOWN);
    }

    /** What is known of one store's data. */
    public RestoreStory data(Name store) {
        return data.getOrDefault(store, RestoreStory.NONE);
    }

    RollbackStory verified(Instant at, List<Verification> seen) {
        return new RollbackStory(
                of, trigger, by, requestedAt, Optional.of(at), seen, shutdown, data, completed, failed);
    }

    RollbackStory shutdown(ShutdownStory story) {
        return new RollbackStory(
                of, trigger, by, requestedAt, verifiedAt, checks, Optional.of(story), data, completed, failed);
    }

    RollbackStory data(Name store, UnaryOperator<RestoreStory> change) {
        Map<Name, RestoreStory> next = new HashMap<>(data);
        next.put(store, change.apply(data(store)));
        return new RollbackStory(
                of, trigger, by, requestedAt, verifiedAt, checks, shutdown, Map.copyOf(next), completed, failed);
    }

    RollbackStory done(RollbackTimes times) {
        return new RollbackStory(
                of, trigger, by, requestedAt, verifiedAt, checks, shutdown, data, Optional.of(times), failed);
    }

    RollbackStory failed(String reason, List<Verification> seen) {
        return new RollbackStory(
                of, trigger, by, requestedAt, verifiedAt, seen, shutdown, data, completed, Optional.of(reason));
    }
}
