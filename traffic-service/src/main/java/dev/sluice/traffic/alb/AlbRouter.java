package dev.sluice.traffic.alb;

import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.readback.Deadline;
import dev.sluice.traffic.readback.ReadBack;
import dev.sluice.traffic.weights.GroupWeights;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The forward action of a rule of an Application Load Balancer: the weights of two target groups, and tags of the rule for
 * stamp and latch. Other target groups keep their part, other actions and all conditions stay as they are. AWS compares
 * nothing and may answer with what was there a moment ago ({@link ReadBack} says what follows).
 *
 * <p>A split with an affinity turns the rule's stickiness on; one without leaves the rule's stickiness as it stands. A
 * restore turns it off, whoever turned it on, since it would keep clients at the candidate. Nothing is counted: AWS tells
 * requests by CloudWatch, a minute late. Credentials are those of AWS's own chain. Every operation ends within the limit (1 s
 * unless said otherwise).
 */
public final class AlbRouter implements TrafficRouter {
    public static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final GroupWeights ALONE = new GroupWeights(1, 0, List.of());
    private final RuleApi api;
    private final ReadBack<ForwardRule> rule;
    private final CloudRouter.Alb plan;
    private final Duration limit;

    public AlbRouter(CloudRouter.Alb plan) {
        this(plan, DefaultCredentialsProvider.builder().build(), LIMIT);
    }

    public AlbRouter(CloudRouter.Alb plan, AwsCredentialsProvider credentials, Duration limit) {
        this.api = new RuleApi(plan, credentials, limit);
        this.rule = new ReadBack<>(api, FIRST_PAUSE);
        this.plan = plan;
        this.limit = limit;
    }

    /** As AWS's command line writes it, for a rule with these two groups alone. */
    @Override
    public List<String> writes(Split split) {
        Optional<GroupWeights> weights = ALONE.with(split.candidate(), CloudRouter.Alb.WEIGHT_MAX);
        if (weights.isEmpty()) {
            return List.of("# nothing, it is refused: " + ForwardRule.inexact(split));
        }
        String stickiness = split.affinity()
                .map(affinity -> ",TargetGroupStickinessConfig={Enabled=true,DurationSeconds="
                        + affinity.maxAge().millis() / 1000 + "}")
                .orElse("");
        String groups = "Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=" + plan.stableTargetGroup()
                + ",Weight=" + weights.get().stable() + "},{TargetGroupArn=" + plan.candidateTargetGroup()
                + ",Weight=" + weights.get().candidate() + "}]" + stickiness + "}";
        return List.of(
                "aws elbv2 add-tags --resource-arns " + plan.rule() + " --tags Key=" + ForwardRule.STAMP
                        + ",Value=<rollout>:<version>:<epoch>",
                "aws elbv2 remove-tags --resource-arns " + plan.rule() + " --tag-keys " + ForwardRule.LATCH
                        + "   # if an earlier rollout latched it",
                RuleApi.namesRule(plan)
                        ? "aws elbv2 modify-rule --rule-arn " + plan.rule() + " --actions " + groups
                        : "aws elbv2 modify-listener --listener-arn " + plan.rule() + " --default-actions " + groups);
    }

    @Override
    public Observed shift(Split split, Stamp stamp) throws RouterFailure {
        return observed(rule.shift(split, stamp, Deadline.after(limit)));
    }

    @Override
    public Observed restore(Stamp stamp) throws RouterFailure {
        return observed(rule.restore(stamp, Deadline.after(limit)));
    }

    /** AWS ends no connections on request: those that a target group holds end by its targets' deregistration. */
    @Override
    public Observed sever(Stamp stamp) throws RouterFailure {
        ForwardRule standing = rule.beforeSever(stamp, Deadline.after(limit));
        if (!standing.weights().share().equals(Weight.ZERO)) {
            throw new Refused("the candidate has " + standing.weights().share() + ": nothing is ended");
        }
        return observed(standing);
    }

    @Override
    public Observed observe() throws RouterFailure {
        return observed(api.read(Deadline.after(limit)));
    }

    /** Elastic Load Balancing knows no dry run, and writing what stands there anyway could overwrite another's write. */
    @Override
    public List<Right> rights() throws RouterFailure {
        api.read(Deadline.after(limit));
        String modify = RuleApi.namesRule(plan) ? "ModifyRule" : "ModifyListener";
        return List.of(
                new Right("read", Right.Answer.HELD, "the rule and its tags were described"),
                new Right(
                        "write",
                        Right.Answer.UNKNOWN,
                        "AWS has no way to ask that changes nothing; it needs elasticloadbalancing:" + modify
                                + ", AddTags and RemoveTags on " + plan.rule()));
    }

    @Override
    public void close() {
        api.close();
    }

    private static Observed observed(ForwardRule standing) {
        return new Observed(
                standing.weights().share(),
                standing.stamp(),
                standing.latch(),
                Optional.empty(),
                0,
                standing.restored());
    }
}
