/** Workloads under a supervisor that implements the HTTP workload contract of docs/http-workload-contract.md. */
@NullMarked
package dev.sluice.traffic.httpworkload;

import org.jspecify.annotations.NullMarked;
