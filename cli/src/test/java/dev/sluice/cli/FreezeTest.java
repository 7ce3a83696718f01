package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreezeTest {
    private static final String FROZEN = """
            {"freezes":[{"target":"%s","freeze":{"by":{"who":"ann","reason":"audit"},"since":"2026-03-01T12:00:00Z"}}]}""";
    private final PlayedService traffic = new PlayedService();

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    void everythingIsFrozenWhenItIsSeenToBe() {
        traffic.json("POST /freezes/freeze", 202, "{\"command\":\"c1\",\"target\":\"sluice/all\"}");
        traffic.json("GET /freezes", 200, FROZEN.formatted("sluice/all"));
        Run run = Run.with(traffic, "freeze", "--reason", "audit", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("everything is frozen by ann, audit\n");
        assertThat(traffic.request("POST ").body()).isEqualTo("{\"who\":\"ann\",\"reason\":\"audit\"}");
    }

    @Test
    void oneTargetIsFrozenAlone() {
        traffic.json("POST /freezes/freeze", 202, "{\"command\":\"c1\",\"target\":\"shop/checkout\"}");
        traffic.json("GET /freezes", 200, FROZEN.formatted("shop/checkout"));
        Run run = Run.with(traffic, "freeze", "shop/checkout", "--reason", "audit", "--by", "ann", "-o", "json");
        assertThat(run.out().replace(" ", ""))
                .contains("\"target\":\"shop/checkout\"")
                .contains("\"result\":\"frozen\"");
        assertThat(traffic.request("POST ").body()).contains("\"target\":\"shop/checkout\"");
    }

    @Test
    void aLiftedFreezeIsSeenToBeGone() {
        traffic.json("POST /freezes/thaw", 202, "{\"command\":\"c1\",\"target\":\"sluice/all\"}");
        traffic.json("GET /freezes", 200, "{\"freezes\":[]}");
        Run run = Run.with(traffic, "freeze", "--lift", "--reason", "done", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("everything may move up again\n");
    }

    @Test
    void aLiftedFreezeOfOneTargetDoesNotHideTheOneOverAll() {
        traffic.json("POST /freezes/thaw", 202, "{\"command\":\"c1\",\"target\":\"shop/checkout\"}");
        traffic.json("GET /freezes", 200, FROZEN.formatted("sluice/all"));
        Run run = Run.with(traffic, "freeze", "shop/checkout", "--lift", "--reason", "done", "--by", "ann");
        assertThat(run.out()).isEqualTo("shop/checkout has no freeze of its own any more, but everything is frozen\n");
    }
}
