package dev.sluice.traffic.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Affinity;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.cloudflare.CloudflareServer.Fault;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudflareRouterTest extends TrafficRouterContract {
    private static final Split HALF = Split.of(Weight.percent(50));

    @Override
    protected RouterRig open() throws IOException {
        return new CloudflareRig();
    }

    private CloudflareServer server() {
        return ((CloudflareRig) rig()).server;
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
    void theOwnersDescriptionAndEverythingElseStays() throws Exception {
        rig().router().shift(HALF, stamp(OLD, 3, 1));
        rig().router().restore(stamp(OLD, 4, 1));

        assertThat(server().field("description").asText())
                .isEqualTo("The shop [sluice rollout=" + OLD + " version=4 epoch=1 latched]");
        assertThat(server().field("proxied").asBoolean()).isTrue();
        assertThat(server().field("random_steering").path("default_weight").asInt())
                .isEqualTo(1);
    }

    @Test
    void otherPoolsKeepTheirPart() throws Exception {
        server().set("""
                        {"default_pools": ["%s", "%s", "%s"],
                         "random_steering": {"default_weight": 0.5, "pool_weights": {"%s": 0.2, "%s": 0}}}
                        """.formatted(
                        CloudflareServer.STABLE,
                        CloudflareServer.CANDIDATE,
                        CloudflareServer.OTHER,
                        CloudflareServer.STABLE,
                        CloudflareServer.CANDIDATE));

        rig().router().shift(Split.of(Weight.percent(5)), stamp(OLD, 3, 1));

        assertThat(server().patches).singleElement().asString().doesNotContain(CloudflareServer.OTHER);
        assertThat(server().hundredths(CloudflareServer.STABLE)).isEqualTo(19);
        assertThat(server().hundredths(CloudflareServer.CANDIDATE)).isEqualTo(1);
        assertThat(server().hundredths(CloudflareServer.OTHER)).isEqualTo(50);
        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.percent(5));

        assertThatThrownBy(() -> rig().router().shift(Split.of(Weight.percent(3)), stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("3%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "geo", "least_connections"})
    void anotherSteeringPolicyIsRefusedAndNotChanged(String policy) throws Exception {
        server().set("{\"steering_policy\": \"" + policy + "\"}");

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(policy)
                .hasMessageContaining("random");
        assertThat(server().patches).isEmpty();
    }

    @Test
    void aPoolThatIsNotUsedTakesNoShareAndHindersNoRestore() throws Exception {
        server().set("{\"default_pools\": [\"" + CloudflareServer.STABLE + "\"]}");

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(CloudflareServer.CANDIDATE);
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
    }

    @Test
    void aRestoreLetsNoClientStickToTheCandidate() throws Exception {
        rig().router().shift(sticky(20, Span.ofMinutes(60)), stamp(OLD, 3, 1));
        assertThat(server().field("session_affinity").asText()).isEqualTo("cookie");
        assertThat(server().field("session_affinity_ttl").asInt()).isEqualTo(3600);

        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();

        assertThat(server().field("session_affinity").asText()).isEqualTo("none");
        server().set("{\"session_affinity\": \"ip_cookie\"}");
        assertThat(rig().router().observe().restored()).isFalse();
    }

    @Test
    void anAffinityThatIsTooShortIsRefused() {
        Split split = sticky(20, Span.ofMinutes(5));

        assertThatThrownBy(() -> rig().router().shift(split, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1800s");
        assertThat(rig().router().writes(split)).singleElement().asString().contains("refused");
    }

    @Test
    void anAnswerOfAMomentAgoIsReadAgain() throws Exception {
        server().staleReads = 2;

        assertThat(rig().router().shift(HALF, stamp(OLD, 3, 1)).candidate()).isEqualTo(Weight.percent(50));
        assertThat(server().patches).hasSize(1);
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
    }

    @Test
    void aShiftOverWhichAnEarlierOwnerWroteIsWrittenAgain() throws Exception {
        server().successors.add(fields(7, "rollout=" + OLD + " version=3 epoch=1"));

        Observed set = rig().router().shift(HALF, stamp(OLD, 4, 2));

        assertThat(set.candidate()).isEqualTo(Weight.percent(50));
        assertThat(server().patches).hasSize(2);
    }

    @Test
    void aShiftOverWhichALaterOwnerWroteStandsDown() throws Exception {
        server().successors.add(fields(20, "rollout=" + OLD + " version=5 epoch=3"));

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 4, 2))).isInstanceOf(Superseded.class);
        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.percent(20));
    }

    @Test
    void aRestoreOverWhichALateShiftWroteIsWrittenUntilItStands() throws Exception {
        server().successors.add(fields(50, "rollout=" + OLD + " version=3 epoch=1"));

        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
        assertThat(server().patches).hasSize(2);
    }

    @Test
    void aLatchSetByHandStopsShiftsAndNotRestores() throws Exception {
        server().set("{\"description\": \"The shop [sluice latched]\"}");

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("by hand");
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).latch()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void whatIsLimitedMayPassAndSaysWhen() {
        server().faults
                .add(new Fault("PATCH", 429, CloudflareServer.error(971, "rate limited"), Map.of("Retry-After", "7")));

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("after '7' seconds")
                .hasMessageContaining("971: rate limited");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 524})
    void whatCloudflareFailsAtMayPass(int status) {
        server().faults.add(new Fault("GET", status, "<html>", Map.of()));

        assertThatThrownBy(() -> rig().router().observe()).isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @CsvSource({"PATCH,400", "PATCH,401", "PATCH,403", "GET,403", "GET,404", "PATCH,200"})
    void whatWillNotPassIsRefusedInCloudflaresWords(String method, int status) {
        server().faults.add(new Fault(method, status, CloudflareServer.error(1002, "no such thing"), Map.of()));

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1002: no such thing")
                .message()
                .doesNotContain(CloudflareServer.TOKEN);
    }

    @Test
    void aTokenThatDoesNotCountIsRefusedAndNotTold() {
        TrafficRouter wrong = ((CloudflareRig) rig()).router(server().url(), "another-token", Duration.ofSeconds(5));

        assertThatThrownBy(wrong::observe)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("10000: Authentication error")
                .message()
                .doesNotContain("another-token");
    }

    @Test
    void theRightToWriteIsNotGuessed() throws Exception {
        List<Right> rights = rig().router().rights();

        assertThat(rights).extracting(Right::answer).containsExactly(Right.Answer.HELD, Right.Answer.UNKNOWN);
        assertThat(server().patches).isEmpty();
    }

    @Test
    void theWritesAreTheRequestWithoutTheToken() {
        assertThat(rig().router().writes(sticky(5, Span.ofMinutes(60))))
                .containsExactly("PATCH " + server().url() + "/zones/" + CloudflareServer.ZONE + "/load_balancers/"
                        + CloudflareServer.BALANCER + " {\"random_steering\":{\"pool_weights\":{\""
                        + CloudflareServer.STABLE + "\":0.95,\"" + CloudflareServer.CANDIDATE
                        + "\":0.05}},\"description\":\"... [sluice rollout=<rollout> version=<version>"
                        + " epoch=<epoch>]\",\"session_affinity\":\"cookie\",\"session_affinity_ttl\":3600}");
    }

    @Test
    void nothingIsSeveredWhileTheCandidateHasAShare() throws Exception {
        rig().router().shift(HALF, stamp(OLD, 3, 1));

        assertThatThrownBy(() -> rig().router().sever(stamp(OLD, 3, 1))).isInstanceOf(Refused.class);
        rig().router().restore(stamp(OLD, 4, 1));
        assertThat(rig().router().sever(stamp(OLD, 4, 1)).open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "The shop", "[a] text [sluice] of ours", "two\nlines"})
    void aDescriptionWithoutANoteIsItsOwners(String description) {
        Note note = Note.parse(description);

        assertThat(note.stamp()).isEmpty();
        assertThat(note.latched()).isFalse();
        Note noted = Note.parse(note.with(stamp(OLD, 3, 1), true).description());
        assertThat(noted).isEqualTo(new Note(description, Optional.of(stamp(OLD, 3, 1)), true));
    }

    private static String fields(int candidate, String note) {
        return """
                {"random_steering": {"default_weight": 1, "pool_weights": {"%s": %s, "%s": %s}},
                 "description": "The shop [sluice %s]"}
                """.formatted(
                        CloudflareServer.STABLE,
                        LoadBalancer.number(100 - candidate),
                        CloudflareServer.CANDIDATE,
                        LoadBalancer.number(candidate),
                        note);
    }
}
