package dev.sluice.rollback.task;

import java.util.concurrent.ThreadFactory;

/**
 * The threads of steps with data. They are threads of the platform: what they wait for is pipes of programs and files,
 * which would hold the few carriers of virtual threads, of which there are as many as cores, and let the others starve.
 */
public final class Threads {
    public static final ThreadFactory DATA =
            Thread.ofPlatform().daemon().name("data-", 0).factory();

    private Threads() {}
}
