package dev.sluice.traffic.clusterrouter;

import dev.sluice.events.plan.CookieMatch;
import dev.sluice.traffic.port.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which requests a split sends to the candidate whatever its share, as conditions on headers. */
public final class Conditions {
    /** Begins the names of the routes that are added for them. */
    public static final String PREFIX = "sluice-";

    /**
     * One header's condition.
     *
     * @param regex whether the value is a regular expression, which has to match the whole header
     */
    public record Condition(String header, String value, boolean regex) {}

    private Conditions() {}

    /** Those of a split, each of which is enough. */
    public static List<Condition> of(Split split) {
        List<Condition> conditions = new ArrayList<>();
        split.header()
                .ifPresent(match ->
                        conditions.add(new Condition(match.name().toLowerCase(Locale.ROOT), match.value(), false)));
        split.cookie().ifPresent(match -> conditions.add(new Condition("cookie", regex(match), true)));
        return conditions;
    }

    /** Names and values of a plan's cookies have no special characters but the dot. */
    private static String regex(CookieMatch match) {
        return "^(.*?; ?)?" + quoted(match.name()) + "=" + quoted(match.value()) + "(;.*)?$";
    }

    private static String quoted(String text) {
        return text.replace(".", "\\.");
    }

    /** As it reads in what a shift would write. */
    public static String told(Split split) {
        StringBuilder told = new StringBuilder();
        split.header().ifPresent(match -> told.append(", requests with header ")
                .append(match.name())
                .append(": ")
                .append(match.value())
                .append(" to the candidate"));
        split.cookie().ifPresent(match -> told.append(", requests with cookie ")
                .append(match.name())
                .append('=')
                .append(match.value())
                .append(" to the candidate"));
        split.mirror()
                .ifPresent(share -> told.append(", copies of ").append(share).append(" to the candidate"));
        return told.toString();
    }
}
