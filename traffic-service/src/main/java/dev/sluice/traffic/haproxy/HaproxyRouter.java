package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.haproxy.MapEntries.Entry;
import dev.sluice.traffic.port.Fence;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.readback.StampText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * HAProxy through its Runtime API. Every operation ends within the limit (1 s unless said otherwise).
 *
 * <p>Entries are written one by one and never by {@code prepare/commit map}, for three reasons found with 2.6: a commit
 * refuses only a version older than the one in force, so that of two writers who prepared before either committed the
 * second still overwrites the first; a transaction replaces the whole file, other targets' keys too; and an entry that
 * somebody adds in between is lost by it. Instead the order of single writes makes every prefix safe: a restore latches
 * first, and what comes after can't matter while the latch is read before the weights; a shift stamps first and raises
 * the share last. How a shift opens an earlier rollout's latch is told at {@link LatchOpening}.
 */
public final class HaproxyRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int RESTORE_TRIES = 3;
    private final Conversation conversation;
    private final Layout layout;
    private final Optional<Router.MapEntry> map;
    private final Duration limit;

    public HaproxyRouter(Router.Haproxy plan) {
        this(plan, LIMIT);
    }

    public HaproxyRouter(Router.Haproxy plan, Duration limit) {
        this.map = plan.map();
        this.layout = plan.weights().isPresent()
                ? new WeightLayout(plan.weights().get())
                : new PercentLayout(plan.percent().orElseThrow(), plan.map().orElseThrow());
        this.conversation = new Conversation(new RuntimeApi(plan.address()), layout, map);
        this.limit = limit;
    }

    @Override
    public List<String> writes(Split split) {
        try {
            headerNeedsMap(split);
            List<String> share = layout.writes(split.candidate());
            List<String> lines = new ArrayList<>();
            map.ifPresent(entry -> {
                lines.add(MapEntries.set(entry, Entry.STAMP, "<rollout>:<version>:<epoch>"));
                lines.add(
                        MapEntries.set(entry, Entry.LATCH, MapEntries.OPEN) + "   # if an earlier rollout latched it");
                lines.add(MapEntries.set(entry, Entry.HEADER, header(split)));
            });
            lines.addAll(share);
            return lines;
        } catch (Refused e) {
            return List.of("# nothing, it is refused: " + e.getMessage());
        }
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        headerNeedsMap(split);
        Deadline deadline = Deadline.after(limit);
        Reading now = conversation.step(List.of(), deadline);
        mayShift(stamp, now);
        List<String> commands = shiftCommands(split, stamp, now);
        if (now.latched()) {
            now = new LatchOpening(map.orElseThrow(), stamp)
                    .open(
                            now,
                            shiftCommands(Split.of(Weight.ZERO), stamp, now),
                            line -> conversation.step(line, deadline));
            commands = shiftCommands(split, stamp, now);
        }
        Reading after = conversation.step(commands, deadline);
        mayShift(stamp, after);
        layout.verifyShift(split.candidate(), after);
        if (after.headerOn() != split.header().isPresent()) {
            throw new Refused("wrote the header match " + header(split) + ", reads back the opposite");
        }
        return observed(after);
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        Deadline deadline = Deadline.after(limit);
        Optional<Refused> trouble = Optional.empty();
        Optional<MapEntries> standing = Optional.empty();
        try {
            standing = conversation.entries(deadline);
        } catch (Refused e) {
            // A map that can't be used must not keep stable from getting its weights back.
            trouble = Optional.of(e);
        }
        mayRestore(stamp, standing);
        Reading after = conversation.step(restoreCommands(stamp, standing), standing.isPresent(), deadline);
        for (int tries = 1; undone(after) && tries < RESTORE_TRIES; tries++) {
            mayRestore(stamp, after.entries());
            after = conversation.step(restoreCommands(stamp, after.entries()), standing.isPresent(), deadline);
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        layout.verifyRestore(after);
        if (undone(after)) {
            throw new Refused("latched it " + RESTORE_TRIES + " times, and each time somebody opened it at once");
        }
        return observed(after);
    }

    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        Deadline deadline = Deadline.after(limit);
        Reading now = conversation.step(List.of(), deadline);
        mayRestore(stamp, now.entries());
        if (!observed(now).candidate().equals(Weight.ZERO)) {
            throw new Refused("the candidate has " + observed(now).candidate() + ": nothing is ended");
        }
        return observed(conversation.step(layout.sever(now), deadline));
    }

    /** Whether a shift that was under way wrote in between: HAProxy's threads mix the lines of two connections. */
    private boolean undone(Reading after) {
        if (after.entries().isPresent() && !after.latched()) {
            return true;
        }
        try {
            layout.verifyRestore(after);
            return false;
        } catch (Refused e) {
            return true;
        }
    }

    @Override
    public Observed observe() throws RouterFailure {
        return observed(conversation.step(List.of(), Deadline.after(limit)));
    }

    @Override
    public List<Right> rights() throws RouterFailure {
        Permissions permissions = new Permissions(layout, map, "sluice-doctor-" + UUID.randomUUID());
        return permissions.rights(conversation.api().ask(permissions.questions(), Deadline.after(limit)));
    }

    /** Nothing is held between operations. */
    @Override
    public void close() {}

    private static void mayShift(Stamp stamp, Reading now) throws RouterFailure {
        Optional<RouterFailure> forbidden = Fence.againstShift(stamp, now.stamp(), now.latch());
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
        if (now.latched() && now.latch().isEmpty()) {
            throw new Refused("somebody latched it by hand ('" + now.latchText() + "'): set the entry to 'open' first");
        }
    }

    private static void mayRestore(Stamp stamp, Optional<MapEntries> standing) throws RouterFailure {
        Optional<RouterFailure> forbidden =
                Fence.againstRestore(stamp, standing.flatMap(MapEntries::stamp), standing.flatMap(MapEntries::latch));
        if (forbidden.isPresent()) {
            throw forbidden.get();
        }
    }

    private List<String> shiftCommands(Split split, Stamp stamp, Reading now) throws Refused {
        List<String> commands = new ArrayList<>();
        now.entries().ifPresent(entries -> {
            commands.add(entries.put(Entry.STAMP, StampText.of(stamp)));
            if (entries.headerOn() != split.header().isPresent()) {
                commands.add(entries.put(Entry.HEADER, header(split)));
            }
        });
        commands.addAll(layout.shift(split.candidate(), now));
        return commands;
    }

    private List<String> restoreCommands(Stamp ours, Optional<MapEntries> standing) {
        List<String> commands = new ArrayList<>();
        Stamp stamp = Fence.afterRestore(ours, standing.flatMap(MapEntries::stamp));
        standing.ifPresent(entries -> commands.add(entries.put(Entry.LATCH, MapEntries.latchText(stamp))));
        commands.addAll(layout.restore(standing));
        standing.ifPresent(entries -> {
            if (entries.headerOn()) {
                commands.add(entries.put(Entry.HEADER, MapEntries.HEADER_OFF));
            }
            commands.add(entries.put(Entry.STAMP, StampText.of(stamp)));
        });
        return commands;
    }

    private Observed observed(Reading reading) throws Refused {
        Weight share = layout.share(reading);
        return new Observed(
                reading.latched() ? Weight.ZERO : share,
                reading.stamp(),
                reading.latch(),
                Optional.of(layout.counts(reading)),
                layout.open(reading),
                map.isPresent() ? reading.latched() : layout.closed(reading));
    }

    private static String header(Split split) {
        return split.header().isPresent() ? MapEntries.HEADER_ON : MapEntries.HEADER_OFF;
    }

    private void headerNeedsMap(Split split) throws Refused {
        if (split.header().isPresent() && map.isEmpty()) {
            throw new Refused("a header match needs a map in the plan's router: a map entry switches it");
        }
    }
}
