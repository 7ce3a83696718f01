package dev.sluice.system.faults;

import dev.sluice.local.Service;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One process, and what happens to it. */
record Fault(Victim victim, Kind kind) {
    /** Whose turn it is. */
    enum Victim {
        TRAFFIC("traffic-service", Service.TRAFFIC),
        HEALTH("health-service", Service.HEALTH),
        ROLLBACK("rollback-service", Service.ROLLBACK),
        NOTIFIER("notifier-service", Service.NOTIFIER),
        BROKER("broker", null),
        PROMETHEUS("Prometheus", null),
        HAPROXY("HAProxy", null),
        POSTGRES("PostgreSQL", null);

        private final String title;
        private final Optional<Service> service;

        Victim(String title, @org.jspecify.annotations.Nullable Service service) {
            this.title = title;
            this.service = Optional.ofNullable(service);
        }

        String title() {
            return title;
        }

        /** The service of which it is one of two instances: the one that owns the targets. */
        Optional<Service> service() {
            return service;
        }
    }

    /** What happens. */
    enum Kind {
        /** SIGKILL. */
        KILL("SIGKILL"),
        /** SIGSTOP, and SIGCONT afterwards. */
        STOP("SIGSTOP"),
        /** Nothing passes between it and Sluice. */
        CUT("cut off");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    static Stream<Fault> all() {
        return Stream.of(Victim.values())
                .flatMap(victim -> Stream.of(Kind.values()).map(kind -> new Fault(victim, kind)));
    }

    /** Such as {@code traffic-kill}: for the command line, and in a target's name. */
    String word() {
        return (victim.name() + "-" + kind.name()).toLowerCase(Locale.ROOT);
    }

    /** As the table has it. */
    String title() {
        return victim.title() + ", " + kind.title();
    }

    /**
     * How long it lasts. A service's outlasts its group session (6 s). Those of what there is one of outlast the safety
     * net (22 s), which has to do without; a router's are as long as a supervisor takes, or as the session.
     */
    Duration length() {
        return Duration.ofSeconds(
                switch (victim) {
                    case TRAFFIC, HEALTH, ROLLBACK, NOTIFIER -> 15;
                    case BROKER, PROMETHEUS -> 32;
                    case HAPROXY -> kind == Kind.KILL ? 3 : 12;
                    case POSTGRES -> 15;
                });
    }

    /** Why a phase is not measured with this fault; empty where it is. */
    Optional<String> pruned(Phase phase) {
        return victim == Victim.POSTGRES && !phase.hasStores()
                ? Optional.of("nothing of Sluice has a connection to PostgreSQL then: it can't differ from no fault")
                : Optional.empty();
    }

    /** Whether the only way to the only router is gone: then nobody can restore before it is back. */
    boolean takesTheOnlyWay() {
        return victim == Victim.HAPROXY;
    }
}
