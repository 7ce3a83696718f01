package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chassis.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTimeAndThenOfTheirPosting() {
        loop.after(Duration.ofMillis(20), () -> ran.add("late at " + loop.nanoTime()));
        loop.after(Duration.ofMillis(10), () -> ran.add("early at " + loop.nanoTime()));
        loop.post(() -> ran.add("first"));
        loop.post(() -> ran.add("second"));
        loop.settle();
        assertThat(ran).containsExactly("first", "second");
        loop.pass(Duration.ofMillis(20));
        assertThat(ran).endsWith("early at 10000000", "late at 20000000");
        assertThat(loop.nanoTime()).isEqualTo(20_000_000);
    }

    @Test
    void whatATaskPostsRunsInTheSamePass() {
        loop.after(Duration.ofMillis(1), () -> loop.after(Duration.ofMillis(1), () -> ran.add("inner")));
        loop.pass(Duration.ofMillis(2));
        assertThat(ran).containsExactly("inner");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        Loop.Timer timer = loop.after(Duration.ofMillis(1), () -> ran.add("never"));
        timer.cancel();
        loop.pass(Duration.ofSeconds(1));
        assertThat(ran).isEmpty();
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void aTaskThatRepeatsItselfAtOnceIsFound() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> loop.post(again[0]);
        loop.post(again[0]);
        assertThatThrownBy(loop::settle).isInstanceOf(AssertionError.class).hasMessageContaining("repeats itself");
    }

    @Test
    void waitingEndsWithTheConditionOrWithItsName() {
        Await.until("the clock goes on", () -> System.nanoTime() != 0);
        assertThatThrownBy(() -> Await.until("pigs fly", Duration.ofMillis(20), () -> false, () -> "(they sit)"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within 20 ms: pigs fly (they sit)");
    }
}
