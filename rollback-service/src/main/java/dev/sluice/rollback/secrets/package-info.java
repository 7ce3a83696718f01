/** Where secrets are found. */
@NullMarked
package dev.sluice.rollback.secrets;

import org.jspecify.annotations.NullMarked;
