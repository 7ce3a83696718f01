/** What the services reach that is neither Kafka nor another service: routers, workloads, sources, stores, people. */
@NullMarked
package dev.sluice.simulation.outside;

import org.jspecify.annotations.NullMarked;
