/** Redis, as one server or as a cluster: every key by DUMP and RESTORE, with its time to live. */
@NullMarked
package dev.sluice.rollback.redis;

import org.jspecify.annotations.NullMarked;
