package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private static RolloutId rollout(int number) {
        return RolloutId.of(Target.parse("shop/app-" + number), new StartKey("k"));
    }

    @Test
    void givesEachTenthOfThePeriodAboutAsManyRollouts() {
        Map<Long, Integer> perSecond = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            Duration wait = Spread.within(PERIOD, rollout(i));
            assertThat(wait).isPositive().isLessThanOrEqualTo(PERIOD);
            perSecond.merge(wait.minusNanos(1).toSeconds(), 1, Integer::sum);
        }
        assertThat(perSecond).hasSize(10);
        assertThat(perSecond.values())
                .allSatisfy(rollouts -> assertThat(rollouts).isBetween(850, 1150));
    }

    @Test
    void givesARolloutTheSameMomentOfEveryPeriod() {
        Duration ofTen = Spread.within(PERIOD, rollout(1));
        assertThat(Spread.within(PERIOD.multipliedBy(3), rollout(1)).minus(ofTen.multipliedBy(3)))
                .isLessThan(Duration.ofNanos(3));
    }
}
