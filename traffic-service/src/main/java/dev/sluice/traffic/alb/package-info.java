/** A listener's rule of an AWS Application Load Balancer, split by the weights of its target groups. */
@NullMarked
package dev.sluice.traffic.alb;

import org.jspecify.annotations.NullMarked;
