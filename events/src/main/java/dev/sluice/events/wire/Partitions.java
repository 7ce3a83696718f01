package dev.sluice.events.wire;

import dev.sluice.events.value.Target;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition a target's records belong in: what Kafka's own partitioner gives for the key. */
public final class Partitions {
    private Partitions() {}

    public static byte[] key(Target target) {
        return target.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static int of(Target target, int partitions) {
        return Utils.toPositive(Utils.murmur2(key(target))) % partitions;
    }
}
