/**
 * The embedded router: a reverse proxy that splits requests exactly between a stable and a candidate group, and the
 * reference implementation of the Sluice HTTP router contract, docs/http-router-contract.md, by which any proxy can be
 * driven.
 */
@NullMarked
package dev.sluice.demo.router;

import org.jspecify.annotations.NullMarked;
