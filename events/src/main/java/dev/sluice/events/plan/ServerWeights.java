package dev.sluice.events.plan;

import dev.sluice.events.value.Weight;
import java.math.BigInteger;
import java.util.Optional;

/**
 * How HAProxy expresses a share with weights: the weight of every stable server and of every candidate server that together make one exact split.
 *
 * @param stable 0 to 256
 * @param candidate 0 to 256
 */
public record ServerWeights(int stable, int candidate) {
    public static final int MAX = 256;

    /**
     * What a restore sets. 256 and not 1: the servers are changed one by one, and only with the highest weight does every
     * step on the way lower the candidate's share, whatever the weights were before.
     */
    public static final ServerWeights ALL_STABLE = new ServerWeights(MAX, 0);

    /**
     * The smallest weights that give the candidate exactly this share; empty when one of them would be above 256. The
     * smallest, because the cycle over which the split is exact is the sum of all weights.
     */
    public static Optional<ServerWeights> exact(Weight candidate, int stableServers, int candidateServers) {
        ServerWeights least = least(candidate, stableServers, candidateServers);
        return least.stable > MAX || least.candidate > MAX ? Optional.empty() : Optional.of(least);
    }

    /** The smallest whole weights for this share, which may be more than HAProxy takes. */
    public static ServerWeights least(Weight candidate, int stableServers, int candidateServers) {
        int stable = (Weight.FULL.basisPoints() - candidate.basisPoints()) * candidateServers;
        int canary = candidate.basisPoints() * stableServers;
        int divisor = BigInteger.valueOf(stable).gcd(BigInteger.valueOf(canary)).intValueExact();
        return new ServerWeights(stable / divisor, canary / divisor);
    }
}
