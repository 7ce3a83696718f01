/** VirtualServices of Istio: their http, tls and tcp routes. */
@NullMarked
package dev.sluice.traffic.clusterrouter.istio;

import org.jspecify.annotations.NullMarked;
