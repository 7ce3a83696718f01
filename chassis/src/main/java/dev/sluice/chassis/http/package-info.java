/** The guard and the manners of HTTP: who may call, how errors are told, and how calls of our own are signed. */
@NullMarked
package dev.sluice.chassis.http;

import org.jspecify.annotations.NullMarked;
