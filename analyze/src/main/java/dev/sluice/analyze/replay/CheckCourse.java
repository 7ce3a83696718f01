package dev.sluice.analyze.replay;

import dev.sluice.events.plan.Check;

/** How a check fared in one stage. */
public record CheckCourse(Check check, Bounded bounded) {}
