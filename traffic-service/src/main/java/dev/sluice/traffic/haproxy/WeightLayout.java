package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.events.plan.ServerWeights;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.haproxy.ServerTable.Server;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One backend with servers of both versions. Servers that an operator holds in maintenance or drain are left out of the
 * arithmetic, so that the rest still makes the exact share; candidates in maintenance are taken out of it by a shift,
 * since that is how a restore left them.
 */
record WeightLayout(Router.Weights plan) implements Layout {
    @Override
    public List<String> backends() {
        return List.of(plan.backend());
    }

    @Override
    public List<String> writes(Weight candidate) throws Refused {
        ServerWeights wanted =
                exact(candidate, plan.stable().size(), plan.candidate().size());
        List<String> lines = new ArrayList<>();
        if (wanted.candidate() > 0) {
            plan.candidate().forEach(server -> lines.add(state(server, "ready") + "   # if it is in maintenance"));
        }
        if (wanted.stable() == 0) {
            lines.addAll(weights(plan.candidate(), wanted.candidate()));
            lines.addAll(weights(plan.stable(), wanted.stable()));
        } else {
            lines.addAll(weights(plan.stable(), wanted.stable()));
            lines.addAll(weights(plan.candidate(), wanted.candidate()));
        }
        return lines;
    }

    @Override
    public List<String> reads() {
        return List.of("show servers state " + plan.backend(), ResponseCounts.command(plan.backend()));
    }

    @Override
    public void namesExist(Reading reading) throws Refused {
        sides(reading);
        counts(reading);
    }

    @Override
    public Weight share(Reading reading) throws Refused {
        Sides now = sides(reading);
        long stable = now.stableShare();
        long candidate = now.candidateShare();
        if (stable + candidate == 0) {
            throw new Refused("no server of backend " + plan.backend() + " has a weight: " + now);
        }
        return new Weight(
                Math.toIntExact(Math.round((double) candidate * Weight.FULL.basisPoints() / (stable + candidate))));
    }

    @Override
    public Counts counts(Reading reading) throws Refused {
        ResponseCounts counts =
                ResponseCounts.parse(plan.backend(), reading.layout().get(1));
        return new Counts(counts.of(plan.stable()), counts.of(plan.candidate()));
    }

    @Override
    public List<String> shift(Weight candidate, Reading reading) throws Refused {
        Sides now = sides(reading);
        ServerWeights wanted = exact(candidate, now.stableServing(), now.candidateAvailable());
        if (wanted.stable() == 0 && now.stableShare() > 0 && now.candidateDown()) {
            throw new Refused("no candidate server of backend " + plan.backend()
                    + " is up, and at 100% there would be nobody to answer: " + now);
        }
        List<String> commands = new ArrayList<>();
        if (wanted.candidate() > 0) {
            commands.addAll(leaveMaintenance(now));
        }
        List<String> stable = weights(plan.stable(), wanted.stable());
        List<String> canary = weights(plan.candidate(), wanted.candidate());
        boolean stableFirst = stableFirst(now, wanted);
        commands.addAll(stableFirst ? stable : canary);
        commands.addAll(stableFirst ? canary : stable);
        return commands;
    }

    /**
     * Stable first, so that at no moment nobody has a weight; then the candidates, which maintenance also takes from
     * clients that hold a persistence cookie (a weight of 0 does not).
     */
    @Override
    public List<String> restore(Optional<MapEntries> entries) {
        List<String> commands = new ArrayList<>(weights(plan.stable(), ServerWeights.ALL_STABLE.stable()));
        plan.stable().forEach(server -> commands.add(state(server, "ready")));
        commands.addAll(weights(plan.candidate(), ServerWeights.ALL_STABLE.candidate()));
        plan.candidate().forEach(server -> commands.add(state(server, "maint")));
        return commands;
    }

    @Override
    public long open(Reading reading) throws Refused {
        return ResponseCounts.parse(plan.backend(), reading.layout().get(1)).inUse(plan.candidate());
    }

    @Override
    public boolean closed(Reading reading) throws Refused {
        return sides(reading).candidateCut();
    }

    @Override
    public List<String> sever(Reading reading) {
        return plan.candidate().stream()
                .map(server -> "shutdown sessions server " + plan.backend() + "/" + server)
                .toList();
    }

    @Override
    public void verifyShift(Weight candidate, Reading after) throws Refused {
        Sides now = sides(after);
        long all = now.stableShare() + now.candidateShare();
        if (all == 0 || now.candidateShare() * Weight.FULL.basisPoints() != candidate.basisPoints() * all) {
            throw new Refused("wrote " + candidate + ", reads back " + now + " in backend " + plan.backend());
        }
    }

    @Override
    public void verifyRestore(Reading after) throws Refused {
        Sides now = sides(after);
        if (!now.candidateCut() || now.stableShare() == 0) {
            throw new Refused(
                    "wrote 0% and candidates in maintenance, reads back " + now + " in backend " + plan.backend());
        }
    }

    private List<String> leaveMaintenance(Sides now) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < plan.candidate().size(); i++) {
            if (now.candidate().get(i).maint()) {
                // Weight 0 first: with a weight left over from before it would serve more than either share.
                commands.add(weight(plan.candidate().get(i), 0));
                commands.add(state(plan.candidate().get(i), "ready"));
            }
        }
        return commands;
    }

    /**
     * Between the two groups' writes a few requests see the new weights of one side and the old ones of the other. One of
     * the two orders never shows a share above both ends: the product of the two odds in between is that of the ends.
     */
    private static boolean stableFirst(Sides now, ServerWeights wanted) {
        long newStable = (long) wanted.stable() * now.stableServing();
        long newCandidate = (long) wanted.candidate() * now.candidateAvailable();
        if (newStable + now.candidateShare() == 0) {
            return false;
        }
        if (newCandidate + now.stableShare() == 0) {
            return true;
        }
        return now.candidateShare() * now.stableShare() <= newCandidate * newStable;
    }

    private ServerWeights exact(Weight candidate, int stable, int canaries) throws Refused {
        boolean nobodyStable = stable == 0 && candidate.compareTo(Weight.FULL) < 0;
        boolean nobodyElse = canaries == 0 && candidate.compareTo(Weight.ZERO) > 0;
        if (nobodyStable || nobodyElse) {
            throw new Refused("every server that shall serve in backend " + plan.backend()
                    + " is in maintenance or drain: nothing was written");
        }
        int stableCount = Math.max(1, stable);
        int candidateCount = Math.max(1, canaries);
        Optional<ServerWeights> weights = ServerWeights.exact(candidate, stableCount, candidateCount);
        if (weights.isEmpty()) {
            ServerWeights least = ServerWeights.least(candidate, stableCount, candidateCount);
            throw new Refused(candidate + " with " + stableCount + " stable and " + candidateCount
                    + " candidate servers needs the weights " + least.stable() + " and " + least.candidate()
                    + ", and HAProxy's highest is " + ServerWeights.MAX);
        }
        return weights.get();
    }

    private Sides sides(Reading reading) throws Refused {
        ServerTable table = ServerTable.parse(plan.backend(), reading.layout().getFirst());
        return new Sides(table.named(plan.stable()), table.named(plan.candidate()));
    }

    private List<String> weights(List<String> servers, int weight) {
        return servers.stream().map(server -> weight(server, weight)).toList();
    }

    private String weight(String server, int weight) {
        return "set server " + plan.backend() + "/" + server + " weight " + weight;
    }

    private String state(String server, String state) {
        return "set server " + plan.backend() + "/" + server + " state " + state;
    }

    /** Both groups as they were read, in the plan's order. */
    private record Sides(List<Server> stable, List<Server> candidate) {
        long stableShare() {
            return stable.stream().mapToLong(Server::share).sum();
        }

        long candidateShare() {
            return candidate.stream().mapToLong(Server::share).sum();
        }

        int stableServing() {
            return count(stable, server -> !server.maint() && !server.drain());
        }

        int candidateAvailable() {
            return count(candidate, server -> !server.drain());
        }

        /** Whether not even a client with a candidate's cookie gets there. */
        boolean candidateCut() {
            return candidate.stream().allMatch(server -> server.weight() == 0 && server.maint());
        }

        /** Whether health checks say that no candidate could answer; unknown for those in maintenance. */
        boolean candidateDown() {
            return candidate.stream().noneMatch(server -> server.running() || server.maint());
        }

        private static int count(List<Server> servers, Predicate<Server> which) {
            return Math.toIntExact(servers.stream().filter(which).count());
        }

        @Override
        public String toString() {
            return "stable weights " + shown(stable) + ", candidate weights " + shown(candidate);
        }

        private static List<String> shown(List<Server> servers) {
            return servers.stream()
                    .map(server ->
                            server.weight() + (server.maint() ? " (maint)" : "") + (server.drain() ? " (drain)" : ""))
                    .toList();
        }
    }
}
