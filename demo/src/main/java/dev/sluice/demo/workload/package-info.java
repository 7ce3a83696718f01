/**
 * A supervisor of one program: the reference implementation of the Sluice HTTP workload contract,
 * docs/http-workload-contract.md, by which what ran a candidate can be shut down after a rollback.
 */
@NullMarked
package dev.sluice.demo.workload;

import org.jspecify.annotations.NullMarked;
