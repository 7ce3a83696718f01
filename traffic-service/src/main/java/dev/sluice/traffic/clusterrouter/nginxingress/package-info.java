/** An Ingress of ingress-nginx, and the canary Ingress beside it. */
@NullMarked
package dev.sluice.traffic.clusterrouter.nginxingress;

import org.jspecify.annotations.NullMarked;
