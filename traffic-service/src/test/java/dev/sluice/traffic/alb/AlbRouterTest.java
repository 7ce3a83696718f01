package dev.sluice.traffic.alb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Affinity;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Latched;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule of a listener. */
class AlbRouterTest extends TrafficRouterContract {
    private static final Split HALF = Split.of(Weight.percent(50));
    private static final String STICKINESS = "member.1.ForwardConfig.TargetGroupStickinessConfig.";

    @Override
    protected RouterRig open() throws IOException {
        return new AlbRig(ElbServer.RULE);
    }

    private ElbServer server() {
        return ((AlbRig) rig()).server;
    }

    private static Split sticky(int percent, Span maxAge) {
        return new Split(
                Weight.percent(percent),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Affinity("side", maxAge)));
    }

    @Test
    void whatElseStandsInTheRuleStays() throws Exception {
        Map<String, String> rule = new HashMap<>(Map.of(
                "member.1.Type", "authenticate-oidc",
                "member.1.Order", "1",
                "member.1.AuthenticateOidcConfig.Issuer", "https://login.example.com",
                "member.1.AuthenticateOidcConfig.ClientId", "shop",
                "member.2.Type", "forward",
                "member.2.Order", "2",
                "member.2.ForwardConfig.TargetGroups.member.1.TargetGroupArn", ElbServer.OTHER,
                "member.2.ForwardConfig.TargetGroups.member.1.Weight", "300",
                "member.2.ForwardConfig.TargetGroups.member.2.TargetGroupArn", ElbServer.STABLE,
                "member.2.ForwardConfig.TargetGroups.member.2.Weight", "100"));
        server().actions(rule);

        rig().router().shift(Split.of(Weight.percent(5)), stamp(OLD, 3, 1));

        Map<String, String> after = server().actions();
        assertThat(after)
                .containsEntry("member.1.Type", "authenticate-oidc")
                .containsEntry("member.1.Order", "1")
                .containsEntry("member.1.AuthenticateOidcConfig.Issuer", "https://login.example.com")
                .containsEntry("member.2.Order", "2");
        assertThat(after.values()).contains("95", "5", "300");
        assertThat(server().tags()).containsEntry("owner", "shop");
    }

    @Test
    void aRuleThatForwardsElsewhereIsRefused() {
        server().actions(Map.of("member.1.Type", "forward", "member.1.TargetGroupArn", ElbServer.OTHER));

        assertThatThrownBy(() -> rig().router().observe())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("does not forward to " + ElbServer.STABLE);
    }

    @Test
    void anActionThatThisVersionDoesNotKnowIsNotLost() {
        server().actions(Map.of(
                "member.1.Type", "authenticate-somehow",
                "member.2.Type", "forward",
                "member.2.TargetGroupArn", ElbServer.STABLE));

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("authenticate-somehow");
    }

    @Test
    void aRestoreLetsNoClientStickToTheCandidate() throws Exception {
        rig().router().shift(sticky(20, Span.ofMinutes(60)), stamp(OLD, 3, 1));
        assertThat(server().actions())
                .containsEntry(STICKINESS + "Enabled", "true")
                .containsEntry(STICKINESS + "DurationSeconds", "3600");

        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();

        assertThat(server().actions()).containsEntry(STICKINESS + "Enabled", "false");
    }

    @Test
    void aLatchedRuleThatHoldsClientsIsNotRestored() throws Exception {
        rig().router().restore(stamp(OLD, 4, 1));
        Map<String, String> sticky = new HashMap<>(server().actions());
        sticky.put(STICKINESS + "Enabled", "true");
        sticky.put(STICKINESS + "DurationSeconds", "60");

        server().actions(sticky);

        assertThat(rig().router().observe().restored()).isFalse();
    }

    @Test
    void aSplitWithoutAffinityLeavesTheRulesStickiness() throws Exception {
        rig().router().shift(sticky(20, Span.ofMinutes(60)), stamp(OLD, 3, 1));

        rig().router().shift(HALF, stamp(OLD, 4, 1));

        assertThat(server().actions()).containsEntry(STICKINESS + "Enabled", "true");
    }

    @Test
    void anAnswerOfAMomentAgoIsReadAgain() throws Exception {
        server().staleReads = 4;

        assertThat(rig().router().shift(HALF, stamp(OLD, 3, 1)).candidate()).isEqualTo(Weight.percent(50));
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
    }

    @Test
    void anAnswerThatStaysOldIsUnreachable() {
        server().staleReads = Integer.MAX_VALUE;
        try (TrafficRouter impatient = AlbRig.router(ElbServer.RULE, server().url(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> impatient.shift(HALF, stamp(OLD, 3, 1))).isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void aShiftThatLostTheRaceToARestoreTakesItsShareBack() throws Exception {
        server().intruders.add(() -> {
            server().weights(100, 0);
            server().tag(ForwardRule.STAMP, OLD + ":4:1");
            server().tag(ForwardRule.LATCH, OLD + ":4:1");
        });

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1))).isInstanceOf(Latched.class);

        Observed after = rig().router().observe();
        assertThat(after.restored()).isTrue();
        assertThat(after.candidate()).isEqualTo(Weight.ZERO);
    }

    @Test
    void aShiftOverWhichALaterOwnerWroteStandsDown() {
        server().successors.add(() -> {
            server().weights(80, 20);
            server().tag(ForwardRule.STAMP, OLD + ":5:3");
        });

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 4, 2))).isInstanceOf(Superseded.class);
        assertThat(server().weight(ElbServer.CANDIDATE)).isEqualTo(20);
    }

    @Test
    void aRestoreOverWhichALateShiftWroteIsWrittenUntilItStands() throws Exception {
        server().successors.add(() -> server().weights(50, 50));

        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
        assertThat(server().weight(ElbServer.CANDIDATE)).isZero();
    }

    @Test
    void aLatchSetByHandStopsShiftsAndNotRestores() throws Exception {
        server().tag(ForwardRule.LATCH, "the night shift");

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the night shift");
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).latch()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void aStampIsWrittenBeforeTheWeightsOfAShiftAndAfterThoseOfARestore() throws Exception {
        rig().router().restore(stamp(OLD, 4, 1));
        rig().router().shift(HALF, stamp(NEW, 7, 1));

        assertThat(server().requests)
                .containsExactly(
                        "DescribeRules",
                        "DescribeTags",
                        "ModifyRule",
                        "AddTags",
                        "DescribeRules",
                        "DescribeTags",
                        "DescribeRules",
                        "DescribeTags",
                        "AddTags",
                        "RemoveTags",
                        "ModifyRule",
                        "DescribeRules",
                        "DescribeTags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Throttling", "ThrottlingException", "RequestLimitExceeded"})
    void whatIsThrottledMayPassAndIsAskedOnce(String code) {
        server().errors.add(Map.entry("ModifyRule", code));

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining(code);
        assertThat(server().requests).containsExactly("DescribeRules", "DescribeTags", "ModifyRule");
    }

    @ParameterizedTest
    @CsvSource({"DescribeRules,AccessDenied", "ModifyRule,AccessDenied", "ModifyRule,TargetGroupAssociationLimit"})
    void whatWillNotPassIsRefusedInAwsWords(String action, String code) {
        server().errors.add(Map.entry(action, code));

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(action)
                .hasMessageContaining(code)
                .message()
                .doesNotContain(AlbRig.SECRET);
    }

    @Test
    void aRuleThatIsNotThereIsRefused() {
        try (TrafficRouter missing =
                AlbRig.router(ElbServer.RULE + "/missing", server().url(), Duration.ofSeconds(10))) {
            assertThatThrownBy(missing::observe).isInstanceOf(Refused.class).hasMessageContaining("RuleNotFound");
        }
    }

    @Test
    void theRightToWriteIsNotGuessed() throws Exception {
        List<Right> rights = rig().router().rights();

        assertThat(rights).extracting(Right::answer).containsExactly(Right.Answer.HELD, Right.Answer.UNKNOWN);
        assertThat(rights.getLast().detail()).contains("elasticloadbalancing:ModifyRule");
        assertThat(server().requests).containsOnly("DescribeRules", "DescribeTags");
    }

    @Test
    void theWritesAreThoseOfAwsCommandLine() {
        assertThat(rig().router().writes(sticky(5, Span.ofMinutes(60))).getLast())
                .isEqualTo("aws elbv2 modify-rule --rule-arn " + ElbServer.RULE
                        + " --actions Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=" + ElbServer.STABLE
                        + ",Weight=95},{TargetGroupArn=" + ElbServer.CANDIDATE
                        + ",Weight=5}],TargetGroupStickinessConfig={Enabled=true,DurationSeconds=3600}}");
    }

    @Test
    void nothingIsSeveredWhileTheCandidateHasAShare() throws Exception {
        rig().router().shift(HALF, stamp(OLD, 3, 1));

        assertThatThrownBy(() -> rig().router().sever(stamp(OLD, 3, 1))).isInstanceOf(Refused.class);
        rig().router().restore(stamp(OLD, 4, 1));
        assertThat(rig().router().sever(stamp(OLD, 4, 1)).open()).isZero();
    }
}
