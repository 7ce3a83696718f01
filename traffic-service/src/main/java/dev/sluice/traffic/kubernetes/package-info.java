/** Deployments, their pods and ConfigMaps, through the API of a Kubernetes cluster. */
@NullMarked
package dev.sluice.traffic.kubernetes;

import org.jspecify.annotations.NullMarked;
