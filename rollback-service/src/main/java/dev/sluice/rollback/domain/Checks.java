package dev.sluice.rollback.domain;

import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Rollback;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Weight;
import java.util.List;
import java.util.Optional;

/** What counts as a verified switch. No evidence is never verified. */
public final class Checks {
    private Checks() {}

    /** Each router that splits, by the read-back of the restore: the candidate's share there must be 0%. */
    public static List<Verification> routers(Plan plan, List<RouterReadback> readbacks) {
        return plan.splitters().stream()
                .map(router -> router(router, readbacks))
                .toList();
    }

    /**
     * The public address: only a 2xx that the stable version gave by itself. Where the plan does not name the stable
     * version, any version but the candidate's counts.
     */
    public static Verification address(Plan plan, Rollback.PublicUrl url, Answer answer) {
        String what = "public URL " + url.url();
        return switch (answer) {
            case Answer.Silence silence -> new Verification(what, false, silence.why());
            case Answer.Reply reply -> new Verification(what, fits(plan, reply), seen(url, reply));
        };
    }

    private static Verification router(Router router, List<RouterReadback> readbacks) {
        String what = "router " + router.name();
        Optional<RouterReadback> readback = readbacks.stream()
                .filter(read -> read.router().equals(router.name()))
                .findFirst();
        return readback.map(read -> new Verification(
                        what,
                        read.set().equals(Weight.ZERO),
                        "read back with " + read.set() + " on the candidate"
                                + read.measured()
                                        .map(share -> ", measured " + share)
                                        .orElse("")))
                .orElse(new Verification(what, false, "was not read back after the restore"));
    }

    private static boolean fits(Plan plan, Answer.Reply reply) {
        boolean stable = reply.version()
                .filter(version ->
                        plan.stableVersion().map(version::equals).orElseGet(() -> !version.equals(plan.version())))
                .isPresent();
        return stable && reply.status() >= 200 && reply.status() < 300;
    }

    private static String seen(Rollback.PublicUrl url, Answer.Reply reply) {
        String version = reply.version()
                .map(value -> url.versionHeader() + ": " + value)
                .orElse("no header " + url.versionHeader());
        String redirect = reply.status() >= 300 && reply.status() < 400 ? ", a redirect, which proves nothing" : "";
        return "answered " + reply.status() + redirect + ", " + version;
    }
}
