/** What a request to the API server of a Kubernetes cluster may end in; shared by all adapters that make one. */
@NullMarked
package dev.sluice.traffic.apiserver;

import org.jspecify.annotations.NullMarked;
