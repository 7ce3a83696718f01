/** A database of a PostgreSQL server: dumped in one snapshot, restored beside the one in use, and exchanged with it. */
@NullMarked
package dev.sluice.rollback.postgres;

import org.jspecify.annotations.NullMarked;
