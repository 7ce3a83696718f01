package dev.sluice.health.domain.statistics;

import java.util.Arrays;

/**
 * Whether the candidate's events (errors, slow requests) come more often, per request, than a tolerated multiple of
 * stable's. It may be looked at as often as one likes: under the null hypothesis that they do not, evidence of {@code
 * 1 / alpha} is ever reached with a probability of at most alpha, however many looks there are and whenever one stops
 * (Ville's inequality).
 *
 * <p>In one step, given how many events there were, each of them is the candidate's with the probability {@code q(d, rho)
 * = d rho / (d rho + 1 - rho)}, where rho is the candidate's share of that step's requests and d the ratio of the two
 * rates: Lindon and Malek, "Anytime-valid inference for multinomial count data" (arXiv:2011.03567), section 4. The
 * likelihood ratio of an alternative d against the tolerated ratio is a supermartingale for every true ratio up to it:
 * exactly so for Poisson counts, and all the more for binomial ones, whose generating function lies below; the rates may
 * change from step to step. What is kept is the mean over a grid of alternatives.
 *
 * <p>A candidate that was well for a long time gathers evidence for being well, which a later turn for the worse would have
 * to use up first. So the ratio is begun anew in every step: four fifths of the prior are on a change before the first step
 * with an event, and {@code 1 / (5 n (n - 1))} on one before the n-th. That is a mixture over the time of the change, as in
 * Shiryaev's procedure, with weights that add up to one, which keeps it a supermartingale that begins at one.
 *
 * <p>The two versions are seldom read at the same moment. A fault that both have is then in a step of the candidate's and, of
 * stable's, partly in the step before. Who begins anew between the two would see the candidate's part alone, and accuse it. So
 * what begins anew takes stable's events along that were in the step before and may belong to this one; what goes on has
 * them already. With more events of stable's the ratio of an alternative is lower, so it stays a supermartingale.
 *
 * <p>Evidence is a number from 0 up; its reciprocal is a p-value that may be looked at at any time. Counts need not be
 * whole numbers. Not safe for use by several threads.
 */
public final class SequentialTest {
    /** The alternatives, as multiples of the tolerated ratio, from somewhat worse to broken, and their prior weights. */
    private static final double[] MULTIPLES = {1.6, 4, 20, 200};

    private static final double[] WEIGHTS = {2 / 9.0, 4 / 9.0, 2 / 9.0, 1 / 9.0};
    private static final double AT_ONCE = 0.8;

    private final double tolerated;
    private final double[] alternatives;
    /** The logarithm of each alternative's likelihood ratio, summed over the times of change, their weights included. */
    private final double[] evidences;

    private long steps;

    /**
     * One step's counts: what came since the step before.
     *
     * @param candidateEvents how many of the candidate's requests were bad
     * @param stableEvents how many of stable's were, as far as they were not counted in the step before
     * @param stableBefore how many were counted before, and may belong to this step: versions are not read at the same moment
     * @param follows whether the step before was added to this test; otherwise what it counted is known from here alone
     */
    public record Step(
            double candidateEvents,
            double candidateRequests,
            double stableEvents,
            double stableRequests,
            double stableBefore,
            boolean follows) {
        public Step {
            check(candidateEvents, candidateRequests);
            check(stableEvents, stableRequests);
            check(stableBefore, 0);
        }

        /** Where both were read at the same moments. */
        public Step(double candidateEvents, double candidateRequests, double stableEvents, double stableRequests) {
            this(candidateEvents, candidateRequests, stableEvents, stableRequests, 0, true);
        }

        /** Stable's events that are new to what goes on. */
        private double lost() {
            return follows ? 0 : stableBefore;
        }

        private static void check(double events, double requests) {
            if (!(events >= 0 && requests >= 0 && Double.isFinite(events) && Double.isFinite(requests))) {
                throw new IllegalArgumentException(
                        "expected counts from 0, found " + events + " events in " + requests + " requests");
            }
        }
    }

    /** @param tolerated the ratio of rates that is still well, above 0: 1.2 for a fifth more */
    public SequentialTest(double tolerated) {
        if (!(tolerated > 0) || !Double.isFinite(tolerated)) {
            throw new IllegalArgumentException("expected a ratio above 0, found " + tolerated);
        }
        this.tolerated = tolerated;
        this.alternatives =
                Arrays.stream(MULTIPLES).map(each -> each * tolerated).toArray();
        this.evidences = new double[alternatives.length];
        Arrays.fill(evidences, Double.NEGATIVE_INFINITY);
    }

    /**
     * Takes in one step. Without an event, or without requests of either side, it says nothing and changes nothing; where a
     * page of metrics was read between the count of the candidate's event and that of its request, events are at most
     * requests.
     */
    public void add(Step step) {
        double candidate = Math.max(step.candidateRequests(), step.candidateEvents());
        double stable = step.stableRequests();
        boolean silent = step.candidateEvents() + step.stableEvents() + step.lost() == 0;
        if (silent || candidate == 0 || stable == 0) {
            return;
        }
        steps++;
        double share = candidate / (candidate + stable);
        double prior = Math.log(steps == 1 ? AT_ONCE : (1 - AT_ONCE) / ((double) steps * (steps - 1)));
        for (int i = 0; i < alternatives.length; i++) {
            double ofStable = logOfStables(alternatives[i], share);
            double ratio =
                    step.candidateEvents() * logOfCandidates(alternatives[i], share) + step.stableEvents() * ofStable;
            evidences[i] =
                    ratio + logOfSum(evidences[i] + step.lost() * ofStable, prior + step.stableBefore() * ofStable);
        }
    }

    /** The logarithm of q(d, rho) / q(tolerated, rho). */
    private double logOfCandidates(double alternative, double share) {
        return Math.log(alternative / tolerated) + logOfStables(alternative, share);
    }

    /** The logarithm of (1 - q(d, rho)) / (1 - q(tolerated, rho)). */
    private double logOfStables(double alternative, double share) {
        return Math.log((tolerated * share + 1 - share) / (alternative * share + 1 - share));
    }

    /** The natural logarithm of the evidence that the candidate is worse; 0 at the beginning. */
    public double logEvidence() {
        if (steps == 0) {
            return 0;
        }
        // What is left of the prior, on changes to come: with it, one step can be the last as well as any other.
        double sum = Math.log((1 - AT_ONCE) / steps);
        for (int i = 0; i < evidences.length; i++) {
            sum = logOfSum(sum, Math.log(WEIGHTS[i]) + evidences[i]);
        }
        return sum;
    }

    /** The least alpha at which the present evidence would be an alarm: from 0 to 1, and 1 for none. */
    public double pValue() {
        return Math.min(1, Math.exp(-logEvidence()));
    }

    /** log(exp(a) + exp(b)), without leaving the range of doubles. */
    private static double logOfSum(double a, double b) {
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        return low == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
    }
}
