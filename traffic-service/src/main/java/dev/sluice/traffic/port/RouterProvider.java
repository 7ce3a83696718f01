package dev.sluice.traffic.port;

import dev.sluice.events.plan.Router;

/** Makes the adapter for a router of a plan. Cheap; connects nowhere. */
@FunctionalInterface
public interface RouterProvider {
    TrafficRouter open(Router router);
}
