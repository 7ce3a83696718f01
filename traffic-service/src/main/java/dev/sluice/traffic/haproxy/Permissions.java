package dev.sluice.traffic.haproxy;

import dev.sluice.events.plan.Router;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.Right.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the socket's level allows, asked by writes to what isn't there: HAProxy looks at the level first, then at the name.
 * So {@code set server} on a server that nobody has ends in "No such server" where weights may be written, and in
 * "Permission denied" where not; {@code set map} on a key that nobody has never adds it, and ends in "entry not found".
 * HAProxy 2.6 wants the level admin for {@code set server} (operator is not enough) and none for entries of maps; that a
 * later release may want more is why it is asked and not deduced.
 */
record Permissions(Layout layout, Optional<Router.MapEntry> map, String absent) {
    private static final String LEVEL = "show cli level";

    List<String> questions() {
        List<String> commands = new ArrayList<>();
        commands.add(LEVEL);
        if (layout instanceof WeightLayout weights) {
            commands.add("set server " + weights.plan().backend() + "/" + absent + " weight 1");
        }
        map.ifPresent(entry -> commands.add("set map " + entry.file() + " " + absent + " 0"));
        return commands;
    }

    List<Right> rights(List<String> replies) {
        String level = replies.getFirst().strip();
        List<Right> rights = new ArrayList<>();
        int next = 1;
        if (layout instanceof WeightLayout) {
            rights.add(right("write weights", level, replies.get(next++), "No such server"));
        }
        if (map.isPresent()) {
            rights.add(right("write map entries", level, replies.get(next), "entry not found"));
        }
        return rights;
    }

    private static Right right(String to, String level, String reply, String allowed) {
        String socket = "the socket's level is " + level;
        if (reply.contains("Permission denied")) {
            return new Right(to, Answer.MISSING, socket + ": it needs 'level admin'");
        }
        return reply.contains(allowed)
                ? new Right(to, Answer.HELD, socket)
                : new Right(
                        to, Answer.UNKNOWN, socket + ", and a write to what is not there got '" + reply.strip() + "'");
    }
}
