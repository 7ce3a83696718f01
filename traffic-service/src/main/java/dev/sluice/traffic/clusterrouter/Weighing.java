package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one route: stable's, the candidate's, and those of destinations that are none of ours, which keep their
 * share of the whole whatever happens between the two.
 */
public record Weighing(long stable, long candidate, List<Long> others) {
    private static final long ALL = Weight.FULL.basisPoints();

    public Weighing {
        others = List.copyOf(others);
    }

    /** Of a route with nothing but the two. */
    public static Weighing of(Weight candidate) {
        return new Weighing(100, 0, List.of()).with(candidate).orElseThrow();
    }

    /**
     * The candidate's share of what goes to the two, in whole basis points. What is not nothing is never told as nothing,
     * and what is not everything never as everything.
     */
    public Weight share() {
        long ours = stable + candidate;
        if (candidate == 0) {
            return Weight.ZERO;
        }
        if (stable == 0) {
            return Weight.FULL;
        }
        long rounded = (candidate * ALL + ours / 2) / ours;
        return new Weight((int) Math.clamp(rounded, 1, ALL - 1));
    }

    /**
     * The least weights that give the candidate exactly this share, as percentages where that is possible. Empty when the
     * two have no traffic of which the candidate could get some.
     */
    public Optional<Weighing> with(Weight share) {
        long ours = stable + candidate;
        long all = ours + others.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return new Weighing(1, 0, others).with(share);
        }
        if (ours == 0) {
            return share.equals(Weight.ZERO) ? Optional.of(this) : Optional.empty();
        }
        long factor = ALL / gcd(ALL, ours * share.basisPoints());
        long given = factor * ours * share.basisPoints() / ALL;
        long total = factor * all;
        long common = gcd(given, factor * ours - given);
        for (long other : others) {
            common = gcd(common, factor * other);
        }
        long times = 100 % (total / common) == 0 ? 100 / (total / common) : 1;
        long divisor = common;
        return Optional.of(new Weighing(
                (factor * ours - given) / divisor * times,
                given / divisor * times,
                others.stream().map(other -> factor * other / divisor * times).toList()));
    }

    /** The largest of all, since every API has a limit. */
    public long largest() {
        return Math.max(
                Math.max(stable, candidate),
                others.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
