package dev.sluice.traffic.alb;

import dev.sluice.events.plan.Affinity;
import dev.sluice.events.plan.CloudRouter;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.StampText;
import dev.sluice.traffic.readback.Standing;
import dev.sluice.traffic.weights.GroupWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The actions of a rule, or a listener's default actions, with the rule's tags. Of the actions only the forward action's
 * weights and stickiness are ever changed.
 */
record ForwardRule(
        CloudRouter.Alb plan,
        List<Action> actions,
        List<TargetGroupTuple> groups,
        TargetGroupStickinessConfig stickiness,
        Map<String, String> tags)
        implements Standing {
    static final String STAMP = "sluice.stamp";
    static final String LATCH = "sluice.latch";

    /** What was read; refused when Sluice could not write it again without losing something. */
    static ForwardRule of(CloudRouter.Alb plan, List<Action> actions, Map<String, String> tags) throws Refused {
        for (Action action : actions) {
            if (action.type() == ActionTypeEnum.UNKNOWN_TO_SDK_VERSION) {
                throw new Refused(plan.rule() + " has an action of the type " + action.typeAsString()
                        + ", which this version does not know and would lose");
            }
        }
        Optional<Action> forward = actions.stream()
                .filter(action -> action.type() == ActionTypeEnum.FORWARD)
                .findFirst();
        List<TargetGroupTuple> groups = forward.map(ForwardRule::groups).orElse(List.of());
        if (groups.stream().noneMatch(group -> plan.stableTargetGroup().equals(group.targetGroupArn()))) {
            throw new Refused(plan.rule() + " does not forward to " + plan.stableTargetGroup());
        }
        TargetGroupStickinessConfig stickiness = forward.map(Action::forwardConfig)
                .map(ForwardActionConfig::targetGroupStickinessConfig)
                .orElse(TargetGroupStickinessConfig.builder().build());
        return new ForwardRule(plan, List.copyOf(actions), groups, stickiness, tags);
    }

    /** A rule with one target group may name it without a weight; a candidate that isn't there yet has none. */
    private static List<TargetGroupTuple> groups(Action forward) {
        return forward.forwardConfig() != null && forward.forwardConfig().hasTargetGroups()
                ? forward.forwardConfig().targetGroups()
                : List.of(TargetGroupTuple.builder()
                        .targetGroupArn(forward.targetGroupArn())
                        .weight(1)
                        .build());
    }

    GroupWeights weights() {
        return new GroupWeights(
                weight(plan.stableTargetGroup()),
                weight(plan.candidateTargetGroup()),
                others().stream().map(ForwardRule::weight).toList());
    }

    List<Action> shifted(Split split) throws Refused {
        Optional<GroupWeights> weights = weights().with(split.candidate(), CloudRouter.Alb.WEIGHT_MAX);
        if (weights.isEmpty()) {
            throw new Refused(
                    inexact(split) + (others().isEmpty() ? "" : ", beside the other target groups of the rule"));
        }
        return rewritten(
                weights.get(), split.affinity().map(ForwardRule::sticky).orElse(stickiness));
    }

    /** Stickiness would keep the candidate's clients where they are, whatever the weights, so it goes as well. */
    List<Action> restored(int weightMax) {
        return rewritten(
                weights().restored(weightMax),
                TargetGroupStickinessConfig.builder().enabled(false).build());
    }

    static String inexact(Split split) {
        return split.candidate() + " can't be expressed exactly in weights of at most " + CloudRouter.Alb.WEIGHT_MAX;
    }

    @Override
    public Optional<Stamp> stamp() {
        return StampText.parse(tags.getOrDefault(STAMP, ""));
    }

    @Override
    public Optional<Stamp> latch() {
        return StampText.parse(tags.getOrDefault(LATCH, ""));
    }

    @Override
    public boolean latched() {
        return tags.containsKey(LATCH);
    }

    @Override
    public boolean shows(Split split) {
        return weights().gives(split.candidate())
                && (split.affinity().isEmpty() || sticky(split.affinity().get()).equals(stickiness));
    }

    @Override
    public boolean restored() {
        return latch().isPresent() && weight(plan.candidateTargetGroup()) == 0 && !holdsClients();
    }

    /** In a failure's message: what a person compares. */
    @Override
    public String toString() {
        return "weights " + groups.stream().map(TargetGroupTuple::weight).toList() + ", stickiness "
                + stickiness.enabled() + ", tags " + tags;
    }

    private boolean holdsClients() {
        return Boolean.TRUE.equals(stickiness.enabled());
    }

    private static TargetGroupStickinessConfig sticky(Affinity affinity) {
        return TargetGroupStickinessConfig.builder()
                .enabled(true)
                .durationSeconds((int) (affinity.maxAge().millis() / 1000))
                .build();
    }

    private List<TargetGroupTuple> others() {
        return groups.stream()
                .filter(group -> !plan.stableTargetGroup().equals(group.targetGroupArn())
                        && !plan.candidateTargetGroup().equals(group.targetGroupArn()))
                .toList();
    }

    private int weight(String arn) {
        return groups.stream()
                .filter(group -> arn.equals(group.targetGroupArn()))
                .mapToInt(ForwardRule::weight)
                .sum();
    }

    private static int weight(TargetGroupTuple group) {
        return Optional.ofNullable(group.weight()).orElse(1);
    }

    private List<Action> rewritten(GroupWeights weights, TargetGroupStickinessConfig sticks) {
        List<TargetGroupTuple> tuples = new ArrayList<>();
        tuples.add(tuple(plan.stableTargetGroup(), weights.stable()));
        tuples.add(tuple(plan.candidateTargetGroup(), weights.candidate()));
        for (int i = 0; i < others().size(); i++) {
            tuples.add(tuple(others().get(i).targetGroupArn(), weights.others().get(i)));
        }
        ForwardActionConfig.Builder config = ForwardActionConfig.builder().targetGroups(tuples);
        if (sticks.enabled() != null) {
            config.targetGroupStickinessConfig(sticks);
        }
        // With several groups AWS wants them in the configuration alone.
        UnaryOperator<Action> forward = action -> action.toBuilder()
                .targetGroupArn(null)
                .forwardConfig(config.build())
                .build();
        return actions.stream()
                .map(action -> action.type() == ActionTypeEnum.FORWARD ? forward.apply(action) : kept(action))
                .toList();
    }

    /** AWS tells no client secret, and keeps the one it has only when told to. */
    private static Action kept(Action action) {
        return action.type() == ActionTypeEnum.AUTHENTICATE_OIDC
                ? action.toBuilder()
                        .authenticateOidcConfig(action.authenticateOidcConfig().toBuilder()
                                .clientSecret(null)
                                .useExistingClientSecret(true)
                                .build())
                        .build()
                : action;
    }

    private static TargetGroupTuple tuple(String arn, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }
}
