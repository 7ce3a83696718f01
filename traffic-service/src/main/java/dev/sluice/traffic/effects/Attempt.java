package dev.sluice.traffic.effects;

import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;

/** How one call of a router ended. */
sealed interface Attempt {
    record Done(Observed observed, long tookMicros) implements Attempt {}

    record Failed(RouterFailure failure) implements Attempt {}

    /** Overtaken by a restore before or while it ran. */
    record Overtaken() implements Attempt {}
}
