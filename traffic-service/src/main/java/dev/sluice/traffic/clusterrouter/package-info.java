/**
 * Routers that are objects of the Kubernetes API: what they have in common, which is reading, deciding and replacing one
 * object. What the object of each kind looks like is a package of its own below this one.
 */
@NullMarked
package dev.sluice.traffic.clusterrouter;

import org.jspecify.annotations.NullMarked;
