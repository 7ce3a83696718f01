/** Where backups lie: folders with parts, packed, encrypted if there is a key, and a manifest that says what they are. */
@NullMarked
package dev.sluice.rollback.archive;

import org.jspecify.annotations.NullMarked;
