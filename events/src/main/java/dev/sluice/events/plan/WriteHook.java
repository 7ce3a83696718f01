package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import java.net.URI;
import java.util.Optional;

/**
 * How writes to a store are paused while it is restored, and resumed afterwards. Both are safe to repeat: they are done
 * again after a crash.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WriteHook.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = WriteHook.Http.class, name = "http"),
    @JsonSubTypes.Type(value = WriteHook.Kubernetes.class, name = "kubernetes")
})
public sealed interface WriteHook {
    Span DEFAULT_WITHIN = Span.ofMinutes(2);

    Name name();

    /** The time limit of a pause, and of a resume. */
    Span within();

    /** A statement on the server of a PostgreSQL store, in the store's own database, each in a transaction of its own. */
    record Sql(Name name, String pause, String resume, Span within) implements WriteHook {
        public Sql {
            Require.present("name", name);
            pause = Places.sql("pause", Require.present("pause", pause));
            resume = Places.sql("resume", Require.present("resume", resume));
            within = limited(within);
        }
    }

    /** A POST to one of two addresses; a 2xx says that it is so. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Http(Name name, URI pause, URI resume, Optional<SecretRef> bearer, Span within) implements WriteHook {
        public Http {
            Require.present("name", name);
            Urls.http("pause", pause);
            Urls.http("resume", resume);
            bearer = Require.orElse(bearer, Optional.empty());
            within = limited(within);
        }
    }

    /** A Deployment, scaled to 0 until its last pod has gone, and back to as many replicas as it had. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Kubernetes(Name name, Optional<String> namespace, String deployment, Span within) implements WriteHook {
        public Kubernetes {
            Require.present("name", name);
            namespace = Require.orElse(namespace, Optional.empty());
            namespace.ifPresent(text -> Places.object("namespace", text));
            Places.object("deployment", Require.present("deployment", deployment));
            within = limited(within);
        }
    }

    private static Span limited(Span written) {
        Span within = Require.orElse(written, DEFAULT_WITHIN);
        Require.that(
                within.millis() >= 100 && within.compareTo(Span.ofMinutes(30)) <= 0,
                "within",
                "expected between 100ms and 30m");
        return within;
    }
}
