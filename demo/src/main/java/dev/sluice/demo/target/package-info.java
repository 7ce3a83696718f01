/**
 * The sample target: an application that is easy to break on purpose. It answers requests, shows its health and metrics
 * as a real one would, counts what it served, and changes its error rate and latency while it runs.
 */
@NullMarked
package dev.sluice.demo.target;

import org.jspecify.annotations.NullMarked;
