/**
 * What the demo's programs share: options of a command line, quantities written with units, JSON over HTTP with RFC 9457
 * problems, and the life of a process or of an object that stands for one. Nothing here knows Sluice: the demo is the
 * world that Sluice acts on.
 */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;
