package dev.sluice.traffic.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.RouterFailure.Latched;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FenceTest {
    private static final Stamp OURS = stamp("b", 10, 5);
    private static final @Nullable Object NOTHING = null;

    private static Stamp stamp(String rollout, long version, int epoch) {
        return new Stamp(new RolloutId("shop-" + rollout.repeat(10)), version, epoch);
    }

    static Stream<Arguments> shifts() {
        return Stream.of(
                Arguments.of("an empty router", NOTHING, NOTHING, NOTHING),
                Arguments.of("our own stamp", OURS, NOTHING, NOTHING),
                Arguments.of("an earlier owner's", stamp("b", 12, 4), NOTHING, NOTHING),
                Arguments.of("a later owner's of an earlier decision", stamp("b", 9, 6), NOTHING, NOTHING),
                Arguments.of("a later owner's of the same decision", stamp("b", 10, 6), NOTHING, Superseded.class),
                Arguments.of("a later owner's of a later decision", stamp("b", 11, 6), NOTHING, Superseded.class),
                Arguments.of("an earlier rollout's", stamp("a", 9, 5), NOTHING, NOTHING),
                Arguments.of("a later rollout's", stamp("c", 11, 5), NOTHING, Superseded.class),
                Arguments.of("our rollout's latch", OURS, stamp("b", 9, 1), Latched.class),
                Arguments.of("an earlier rollout's latch", stamp("a", 9, 5), stamp("a", 9, 5), NOTHING),
                Arguments.of("a later rollout's latch", NOTHING, stamp("c", 11, 1), Superseded.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shifts")
    void shift(String name, @Nullable Stamp stamp, @Nullable Stamp latch, @Nullable Class<?> expected) {
        Optional<Class<?>> found = Fence.againstShift(OURS, Optional.ofNullable(stamp), Optional.ofNullable(latch))
                .map(Object::getClass);

        assertThat(found).as(name).isEqualTo(Optional.ofNullable(expected));
    }

    static Stream<Arguments> restores() {
        return Stream.of(
                Arguments.of("an empty router", NOTHING, NOTHING, false),
                Arguments.of("a later owner's of a later decision", stamp("b", 99, 99), stamp("b", 99, 99), false),
                Arguments.of("an earlier rollout's", stamp("a", 9, 99), stamp("a", 9, 99), false),
                Arguments.of("a later rollout's", stamp("c", 11, 1), NOTHING, true),
                Arguments.of("a later rollout's latch", NOTHING, stamp("c", 11, 1), true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restores")
    void restore(String name, @Nullable Stamp stamp, @Nullable Stamp latch, boolean forbidden) {
        assertThat(Fence.againstRestore(OURS, Optional.ofNullable(stamp), Optional.ofNullable(latch)))
                .as(name)
                .matches(found -> found.isPresent() == forbidden);
    }

    @Test
    void aRestoreNeverLowersTheStampOfItsOwnRollout() {
        assertThat(Fence.afterRestore(OURS, Optional.of(stamp("b", 9, 6)))).isEqualTo(stamp("b", 9, 6));
        assertThat(Fence.afterRestore(OURS, Optional.of(stamp("b", 11, 5)))).isEqualTo(stamp("b", 11, 5));
        assertThat(Fence.afterRestore(OURS, Optional.of(stamp("b", 99, 4)))).isEqualTo(OURS);
        assertThat(Fence.afterRestore(OURS, Optional.of(stamp("a", 9, 9)))).isEqualTo(OURS);
        assertThat(Fence.afterRestore(OURS, Optional.empty())).isEqualTo(OURS);
    }
}
