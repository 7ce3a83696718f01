/** What is said: templates and words, in English and Chinese. */
@NullMarked
package dev.sluice.notifier.text;

import org.jspecify.annotations.NullMarked;
