/** Any proxy that implements Sluice's HTTP router contract: a split as one document, replaced by compare-and-set. */
@NullMarked
package dev.sluice.traffic.httprouter;

import org.jspecify.annotations.NullMarked;
