/** The guard and the manners of HTTP: who may call, and how errors are told. */
@NullMarked
package dev.sluice.chassis.http;

import org.jspecify.annotations.NullMarked;
