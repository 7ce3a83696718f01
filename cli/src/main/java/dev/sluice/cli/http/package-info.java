/** Talking to the services: requests, problems, event streams. */
@NullMarked
package dev.sluice.cli.http;

import org.jspecify.annotations.NullMarked;
