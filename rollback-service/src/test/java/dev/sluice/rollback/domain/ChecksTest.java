package dev.sluice.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Rollback;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.rollback.Given;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    @ParameterizedTest
    @CsvSource({
        // status, version header, stable version is known, verified
        "200, 5.0, true,  true",
        "204, 5.0, true,  true",
        "200, 5.1, true,  false",
        "200, 4.9, true,  false",
        "200, ,    true,  false",
        "302, 5.0, true,  false",
        "301, ,    true,  false",
        "500, 5.0, true,  false",
        "404, 5.0, true,  false",
        "200, 4.9, false, true",
        "200, 5.1, false, false",
        "200, ,    false, false",
    })
    void only_a_final_2xx_of_the_stable_version_counts(
            int status, @Nullable String version, boolean known, boolean verified) {
        Plan plan = known ? Given.planWithUrl() : withoutStable();
        Rollback.PublicUrl url = plan.rollback().publicUrl().orElseThrow();

        Verification check = Checks.address(plan, url, new Answer.Reply(status, Optional.ofNullable(version)));

        assertThat(check.verified()).isEqualTo(verified);
        assertThat(check.detail()).contains(Integer.toString(status));
    }

    @Test
    void silence_is_not_verified_and_says_why() {
        Plan plan = Given.planWithUrl();

        Verification check = Checks.address(
                plan, plan.rollback().publicUrl().orElseThrow(), new Answer.Silence("connection refused"));

        assertThat(check.verified()).isFalse();
        assertThat(check.detail()).isEqualTo("connection refused");
    }

    @Test
    void every_router_that_splits_must_have_been_read_back_with_zero() {
        RouterReadback edge = new RouterReadback(new Name("edge"), Weight.ZERO, Optional.empty(), 1);
        RouterReadback inner =
                new RouterReadback(new Name("inner"), Weight.percent(5), Optional.of(Weight.percent(4)), 1);

        assertThat(Checks.routers(Given.plan(), Given.readbacks(Weight.ZERO)))
                .extracting(Verification::verified)
                .containsExactly(true, true);
        assertThat(Checks.routers(Given.plan(), List.of(edge, inner)))
                .containsExactly(
                        new Verification("router edge", true, "read back with 0% on the candidate"),
                        new Verification("router inner", false, "read back with 5% on the candidate, measured 4%"));
        assertThat(Checks.routers(Given.plan(), List.of(edge)).getLast())
                .isEqualTo(new Verification("router inner", false, "was not read back after the restore"));
    }

    private static Plan withoutStable() {
        return PlanReader.read("""
                target: shop/checkout
                version: "5.1"
                routers: [{type: http, name: edge, url: "http://127.0.0.1:1/"}]
                sources: [{type: pushed, name: app}]
                metrics: [{name: error-rate, source: app, unit: ratio, read: {kind: sample}}]
                rollback: {publicUrl: {url: "http://127.0.0.1:3/", versionHeader: X-Version}}
                """.getBytes(StandardCharsets.UTF_8));
    }
}
