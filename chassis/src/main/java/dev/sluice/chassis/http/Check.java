package dev.sluice.chassis.http;

import java.util.List;

/**
 * One thing that was looked at for an operator.
 *
 * @param ok whether it is as it has to be; false as well for what can't be told
 * @param known false where it can't be told: nothing is known to be wrong, and nothing to be right
 */
public record Check(String what, boolean ok, boolean known, String detail) {
    /** Everything that was looked at, in an order for people. */
    public record Checks(List<Check> checks) {
        public Checks {
            checks = List.copyOf(checks);
        }
    }

    public static Check ok(String what, String detail) {
        return new Check(what, true, true, detail);
    }

    public static Check wrong(String what, String detail) {
        return new Check(what, false, true, detail);
    }

    public static Check unknown(String what, String detail) {
        return new Check(what, false, false, detail);
    }
}
