/** What samples mean: pure judgements of triggers and checks, the facts they lead to, the beat of a pulse. */
@NullMarked
package dev.sluice.health.domain;

import org.jspecify.annotations.NullMarked;
