/** Requests to the admin address of what a plan drives over HTTP, for the adapters that speak one of Sluice's contracts. */
@NullMarked
package dev.sluice.traffic.admin;

import org.jspecify.annotations.NullMarked;
