/** The selector of a Service. */
@NullMarked
package dev.sluice.traffic.clusterrouter.service;

import org.jspecify.annotations.NullMarked;
