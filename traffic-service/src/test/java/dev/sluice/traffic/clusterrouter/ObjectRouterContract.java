package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterRig.Sent;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouterContract;
import org.junit.jupiter.api.Test;

/** What every router promises, and what those that are objects of the API promise beyond that. */
abstract class ObjectRouterContract extends TrafficRouterContract {
    private static final Split ALL = Split.of(Weight.FULL);

    ObjectRig objects() {
        return (ObjectRig) rig();
    }

    private void annotate(String text) {
        ObjectNode standing = objects().standing();
        Tree.annotations(standing).put(Notes.ANNOTATION, text);
        objects().apply(standing);
    }

    @Test
    void anAnnotationThatCantBeReadStopsShiftsAndNotRestores() throws Exception {
        rig().router().shift(ALL, stamp(OLD, 3, 1));
        for (String text : new String[] {"{", "[]", "{\"" + part() + "\":{\"rollout\":\"?\",\"latched\":true}}"}) {
            annotate(text);

            assertThatThrownBy(() -> rig().router().shift(ALL, stamp(OLD, 4, 1)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(Notes.ANNOTATION);
            assertThatThrownBy(() -> rig().router().observe()).isInstanceOf(Refused.class);
            assertThat(rig().router().restore(stamp(OLD, 5, 1)).latch()).contains(stamp(OLD, 5, 1));
            assertThat(rig().send(100)).isEqualTo(new Sent(100, 0, 0));
        }
    }

    private String part() {
        return ClusterRouters.place(objects().kit().plan("shop")).part();
    }

    @Test
    void aShareThatSomebodyGivesALatchedCandidateIsSeen() throws Exception {
        rig().router().shift(ALL, stamp(OLD, 3, 1));
        ObjectNode all = objects().standing();
        rig().router().restore(stamp(OLD, 4, 1));
        ObjectNode edited = objects().standing();
        all.remove("metadata");
        edited.setAll(all);
        if (objects().kit() instanceof NginxKit) {
            Tree.annotations(edited).put("nginx.ingress.kubernetes.io/canary-weight", "100");
        }
        objects().apply(edited);

        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.FULL);
        assertThat(rig().router().observe().restored()).isFalse();
        assertThat(rig().router().observe().latch()).contains(stamp(OLD, 4, 1));
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).restored()).isTrue();
        assertThat(rig().send(100)).isEqualTo(new Sent(100, 0, 0));
    }

    @Test
    void anObjectThatIsNotThereIsRefusedAndNamed() throws Exception {
        for (ObjectNode manifest : objects().kit().manifests(objects().namespace())) {
            objects().admin().raw(ObjectRig.ref(manifest).path(), "DELETE", null);
        }

        assertThatThrownBy(() -> rig().router().shift(ALL, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("checkout is not there");
        assertThatThrownBy(() -> rig().router().observe()).isInstanceOf(Refused.class);
        assertThat(rig().router().rights().getLast().answer()).isEqualTo(Right.Answer.MISSING);
        assertThat(rig().router().rights().getLast().detail()).contains("is not there");
    }

    @Test
    void severingChangesNothing() throws Exception {
        rig().router().shift(ALL, stamp(OLD, 3, 1));
        rig().router().restore(stamp(OLD, 4, 1));
        ObjectNode before = objects().standing();

        assertThat(rig().router().sever(stamp(OLD, 4, 1)).restored()).isTrue();
        assertThat(objects().standing()).isEqualTo(before);
    }
}
