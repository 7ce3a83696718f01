/** What would have happened, for people and for programs. */
@NullMarked
package dev.sluice.analyze.view;

import org.jspecify.annotations.NullMarked;
