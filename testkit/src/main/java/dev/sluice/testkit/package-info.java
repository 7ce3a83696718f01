/** What the tests of several modules share: rules on the code, waiting, virtual time, a journal in memory, a broker. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
