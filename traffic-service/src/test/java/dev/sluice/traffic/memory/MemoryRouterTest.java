package dev.sluice.traffic.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.memory.MemoryRouter.Fault;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryRouterTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() {
        return new Rig();
    }

    @Test
    void anAnswerThatIsLostLeavesTheWriteDone() throws Exception {
        MemoryRouter router = new MemoryRouter("edge");
        router.suffer(Fault.LOSING_ANSWERS);

        assertThatThrownBy(() -> router.restore(stamp(OLD, 4, 1))).isInstanceOf(Unreachable.class);

        assertThat(router.peek().latch()).contains(stamp(OLD, 4, 1));
        assertThat(router.written()).containsExactly("restore");
    }

    @Test
    void driftIsSeen() throws Exception {
        MemoryRouter router = new MemoryRouter("edge");
        router.shift(Split.of(Weight.percent(20)), stamp(OLD, 3, 1));
        router.drift(Weight.percent(70));

        assertThat(router.observe().candidate()).isEqualTo(Weight.percent(70));
    }

    private static final class Rig implements RouterRig {
        private final MemoryRouter router = new MemoryRouter("edge");

        @Override
        public TrafficRouter router() {
            return router;
        }

        @Override
        public TrafficRouter unreachable() {
            MemoryRouter broken = new MemoryRouter("edge");
            broken.suffer(Fault.UNREACHABLE);
            return broken;
        }

        /** It has no limit of its own: in place of the half second it fails then. */
        @Override
        public TrafficRouter hanging() {
            MemoryRouter hanging = new MemoryRouter("edge");
            hanging.suffer(Fault.HANGING);
            CompletableFuture.delayedExecutor(Duration.ofMillis(500).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> hanging.suffer(Fault.UNREACHABLE));
            return hanging;
        }

        @Override
        public Sent send(int requests) {
            int candidate = 0;
            for (int i = 0; i < requests; i++) {
                candidate += router.route() ? 1 : 0;
            }
            return new Sent(requests - candidate, candidate, 0);
        }

        @Override
        public Sent send(int requests, HeaderMatch header) {
            boolean matched = router.peek().latch().isEmpty()
                    && router.split().header().filter(header::equals).isPresent();
            return matched ? new Sent(0, requests, 0) : send(requests);
        }

        @Override
        public boolean latches() {
            return true;
        }

        @Override
        public Optional<Weight> impossible() {
            return Optional.empty();
        }

        @Override
        public void restart() {
            router.forget();
        }

        @Override
        public void close() {
            router.close();
        }
    }
}
