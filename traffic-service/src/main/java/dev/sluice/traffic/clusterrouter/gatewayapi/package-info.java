/** HTTPRoutes and GRPCRoutes of the Gateway API. */
@NullMarked
package dev.sluice.traffic.clusterrouter.gatewayapi;

import org.jspecify.annotations.NullMarked;
