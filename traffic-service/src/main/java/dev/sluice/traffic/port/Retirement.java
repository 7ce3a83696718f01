package dev.sluice.traffic.port;

/**
 * How far a shut-down has come, as it was read back.
 *
 * @param complete nothing of it runs any more, and what was to be removed is gone
 * @param detail what is done or what is left, and what else somebody should know of; for people
 */
public record Retirement(boolean complete, String detail) {
    public static Retirement complete(String detail) {
        return new Retirement(true, detail);
    }

    public static Retirement underWay(String detail) {
        return new Retirement(false, detail);
    }
}
