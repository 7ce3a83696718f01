/** A load balancer of Cloudflare, split by the weights of its pools. */
@NullMarked
package dev.sluice.traffic.cloudflare;

import org.jspecify.annotations.NullMarked;
