package dev.sluice.traffic.weights;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.Weight;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The weights of one place of a load balancer, which sends a request to a group with a probability of the group's weight over
 * the sum of all. Beside the target's two groups there may be others' groups. The candidate's share is its part of what the
 * two get together; the others keep their part of the whole, to the last request.
 */
public record GroupWeights(int stable, int candidate, List<Integer> others) {
    private static final int ALL = Weight.FULL.basisPoints();

    public GroupWeights {
        others = List.copyOf(others);
        Require.that(
                IntStream.concat(
                                IntStream.of(stable, candidate), others.stream().mapToInt(Integer::intValue))
                        .allMatch(weight -> weight >= 0),
                "weights",
                "expected none below 0");
    }

    /** The candidate's share of what the two get, rounded up to a basis point; 0 % where neither gets anything. */
    public Weight share() {
        return together() == 0 ? Weight.ZERO : new Weight((int) Math.ceilDiv((long) candidate * ALL, together()));
    }

    /** Whether the candidate's share is exactly this one. */
    public boolean gives(Weight share) {
        return (long) candidate * ALL == (long) share.basisPoints() * together()
                && (together() > 0 || share.equals(Weight.ZERO));
    }

    /**
     * The weights with which the candidate has exactly this share, none above the most that is taken. Where the two are
     * alone, a whole percentage reads as one, 95 and 5. Where they are not, the others' numbers are kept if that can be, and
     * otherwise all are the smallest that stand in the right proportion. Empty when no whole numbers do.
     */
    public Optional<GroupWeights> with(Weight share, int max) {
        int basisPoints = share.basisPoints();
        if (alone()) {
            return share.wholePercent()
                    ? Optional.of(new GroupWeights(100 - share.percent(), share.percent(), others))
                    : smallest(1, basisPoints, max);
        }
        if (together() == 0) {
            return Optional.empty();
        }
        long part = (long) together() * basisPoints;
        if (part % ALL == 0 && together() <= max) {
            int with = (int) (part / ALL);
            return Optional.of(new GroupWeights(together() - with, with, others));
        }
        return smallest(together(), basisPoints, max);
    }

    /**
     * The weights with which the candidate has nothing; there are always some. Only where the two's own weights add up to
     * more than is taken the others' parts may be off by a rounding: stable's share comes before that.
     */
    public GroupWeights restored(int max) {
        return with(Weight.ZERO, max).orElseGet(() -> {
            int most = IntStream.concat(
                            IntStream.of(together()), others.stream().mapToInt(Integer::intValue))
                    .max()
                    .orElse(1);
            return new GroupWeights(
                    scaled(together(), max, most),
                    0,
                    others.stream().map(other -> scaled(other, max, most)).toList());
        });
    }

    /** Never 0 for what isn't. */
    private static int scaled(int weight, int max, int most) {
        return weight == 0 || most <= max ? weight : Math.max(1, (int) ((long) weight * max / most));
    }

    private Optional<GroupWeights> smallest(int together, int basisPoints, int max) {
        List<Long> wanted = new ArrayList<>();
        wanted.add((long) together * (ALL - basisPoints));
        wanted.add((long) together * basisPoints);
        others.forEach(other -> wanted.add((long) other * ALL));
        long divisor = wanted.stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .longValue();
        long[] least = wanted.stream().mapToLong(weight -> weight / divisor).toArray();
        // The two's sum has to fit as well where others stand beside them: it is stable's weight after a restore.
        boolean fits =
                LongStream.of(least).allMatch(weight -> weight <= max) && (alone() || least[0] + least[1] <= max);
        return fits
                ? Optional.of(new GroupWeights(
                        (int) least[0],
                        (int) least[1],
                        LongStream.of(least)
                                .skip(2)
                                .mapToObj(weight -> (int) weight)
                                .toList()))
                : Optional.empty();
    }

    private boolean alone() {
        return others.stream().allMatch(other -> other == 0);
    }

    private int together() {
        return stable + candidate;
    }
}
