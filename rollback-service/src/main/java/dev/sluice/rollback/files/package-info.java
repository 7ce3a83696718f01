/** Files and folders, as tar, restored beside what is in use and exchanged with it. */
@NullMarked
package dev.sluice.rollback.files;

import org.jspecify.annotations.NullMarked;
