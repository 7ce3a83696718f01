package dev.sluice.chassis;

import java.util.concurrent.TimeUnit;

/**
 * Tells a task that hangs from one that is merely starved: a task of over 5 s hangs when its thread does no work at all,
 * or has worked for another 5 s since. One that gets too little of a busy processor works a little whenever it is looked
 * at, and ending its process would only add a cold start to the load. Used by one thread.
 */
final class HangCheck {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LOOKS = 2;
    private long suspect;
    private long cpuAtFirst;
    private long cpuBefore;
    private int idleLooks;

    /**
     * One look, to be repeated about twice a second. A process that was asleep as a whole is no hang: the task must be
     * seen idle again while it is awake.
     *
     * @param since when the running task began, 0 when none runs
     * @param cpuNanos the processor time that its thread has had; always the same where that is not known
     */
    boolean hangs(long since, long now, long cpuNanos) {
        if (since == 0 || now - since <= LIMIT_NANOS) {
            suspect = 0;
            return false;
        }
        if (since != suspect) {
            suspect = since;
            cpuAtFirst = cpuNanos;
            cpuBefore = cpuNanos;
            idleLooks = 0;
            return false;
        }
        idleLooks = cpuNanos - cpuBefore < WORK_NANOS ? idleLooks + 1 : 0;
        cpuBefore = cpuNanos;
        return idleLooks >= LOOKS || cpuNanos - cpuAtFirst > LIMIT_NANOS;
    }
}
