/** What people and programs get to read: tables, sentences, the live view. */
@NullMarked
package dev.sluice.cli.view;

import org.jspecify.annotations.NullMarked;
