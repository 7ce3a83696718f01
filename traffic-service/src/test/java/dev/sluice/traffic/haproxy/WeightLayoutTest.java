package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The orders of commands, on a model of HAProxy's servers: every prefix is looked at. */
class WeightLayoutTest {
    private static final WeightLayout LAYOUT =
            new WeightLayout(new Router.Weights("shop", List.of("s1", "s2"), List.of("c1", "c2", "c3")));
    private static final int[] PERCENTS = {0, 5, 10, 20, 25, 30, 50, 75, 99, 100};

    @Test
    void noPrefixOfAShiftExceedsBothEndsOrLeavesNobody() throws Exception {
        for (int from : PERCENTS) {
            for (int to : PERCENTS) {
                Model model = new Model();
                model.run(LAYOUT.shift(Weight.percent(from), model.reading()));
                double bound = Math.max(model.share(), to / 100.0) + 1e-9;

                for (String command : LAYOUT.shift(Weight.percent(to), model.reading())) {
                    model.run(List.of(command));
                    assertThat(model.share())
                            .as("%d%% to %d%%: %s", from, to, command)
                            .isLessThanOrEqualTo(bound);
                }
                LAYOUT.verifyShift(Weight.percent(to), model.reading());
            }
        }
    }

    @Test
    void noPrefixOfARestoreRaisesTheShareOrLeavesNobody() throws Exception {
        for (int from : PERCENTS) {
            Model model = new Model();
            model.run(LAYOUT.shift(Weight.percent(from), model.reading()));
            double last = model.share();
            for (String command : LAYOUT.restore(Optional.empty())) {
                model.run(List.of(command));
                assertThat(model.share()).as("%d%%: %s", from, command).isLessThanOrEqualTo(last);
                last = model.share();
            }
            LAYOUT.verifyRestore(model.reading());
        }
    }

    @Test
    void aShiftAfterARestoreTakesCandidatesOutOfMaintenanceAndOthersNot() throws Exception {
        Model model = new Model();
        model.run(LAYOUT.restore(Optional.empty()));

        List<String> first = LAYOUT.shift(Weight.percent(20), model.reading());
        model.run(first);

        assertThat(first).contains("set server shop/c1 state ready");
        assertThat(LAYOUT.shift(Weight.percent(50), model.reading())).noneMatch(command -> command.contains("state"));
    }

    @Test
    void aStableServerInMaintenanceIsLeftOutOfTheArithmetic() throws Exception {
        Model model = new Model();
        model.run(List.of("set server shop/s2 state maint"));
        model.run(LAYOUT.shift(Weight.percent(20), model.reading()));

        assertThat(model.share()).isEqualTo(0.2);
        LAYOUT.verifyShift(Weight.percent(20), model.reading());
    }

    @Test
    void withNobodyUpToTakeItAllNothingIsWritten() throws Exception {
        Model model = new Model();
        model.maint.put("s1", true);
        model.maint.put("s2", true);

        assertThatThrownBy(() -> LAYOUT.shift(Weight.percent(20), model.reading()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("maintenance");
        Model down = new Model();
        down.running = false;
        assertThatThrownBy(() -> LAYOUT.shift(Weight.FULL, down.reading()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no candidate server");
    }

    @Test
    void aDifferenceIsRefusedWithBothValues() throws Exception {
        Model model = new Model();
        model.run(LAYOUT.shift(Weight.percent(20), model.reading()));
        model.run(List.of("set server shop/c1 weight 9"));

        assertThatThrownBy(() -> LAYOUT.verifyShift(Weight.percent(20), model.reading()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("20%")
                .hasMessageContaining("9");
    }

    /** What {@code set server} does, and {@code show servers state} shows. */
    private static final class Model {
        private final Map<String, Integer> weights = new LinkedHashMap<>();
        private final Map<String, Boolean> maint = new LinkedHashMap<>();
        private boolean running = true;

        Model() {
            for (String server : List.of("s1", "s2", "c1", "c2", "c3")) {
                weights.put(server, server.startsWith("s") ? 100 : 0);
                maint.put(server, false);
            }
        }

        void run(List<String> commands) {
            for (String command : commands) {
                String[] words = command.split("[ /]");
                if (words[4].equals("weight")) {
                    weights.put(words[3], Integer.parseInt(words[5]));
                } else {
                    maint.put(words[3], words[5].equals("maint"));
                }
            }
            assertThat(sum("")).as("nobody has a weight after %s", commands).isPositive();
        }

        double share() {
            return (double) sum("c") / sum("");
        }

        private int sum(String prefix) {
            return weights.keySet().stream()
                    .filter(server -> server.startsWith(prefix) && Boolean.FALSE.equals(maint.get(server)))
                    .mapToInt(server -> weights.getOrDefault(server, 0))
                    .sum();
        }

        Reading reading() {
            StringBuilder text = new StringBuilder("1\n# srv_name srv_op_state srv_admin_state srv_uweight\n");
            weights.forEach((server, weight) -> text.append("%s %d %d %d\n"
                    .formatted(
                            server,
                            running || server.startsWith("s") ? 2 : 0,
                            Boolean.TRUE.equals(maint.get(server)) ? 1 : 0,
                            weight)));
            return new Reading(List.of(), Optional.empty(), List.of(text.toString()));
        }
    }
}
