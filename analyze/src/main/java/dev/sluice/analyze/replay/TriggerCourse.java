package dev.sluice.analyze.replay;

import dev.sluice.events.plan.Trigger;

/** How near a trigger came to firing, over all stages. */
public record TriggerCourse(Trigger trigger, Bounded bounded) {}
