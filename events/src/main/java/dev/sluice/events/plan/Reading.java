package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.jayway.jsonpath.JsonPath;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import java.util.List;
import java.util.Optional;

/**
 * How a metric is read from its source. Selectors are written as in Prometheus, {@code name{label="value",other=~"5.."}}.
 * Several series that match are added up, except where said; no series is no data.
 *
 * <p>Longer than 300 lines because a sealed interface and its records are read as one table.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reading.Promql.class, name = "promql"),
    @JsonSubTypes.Type(value = Reading.Gauge.class, name = "gauge"),
    @JsonSubTypes.Type(value = Reading.Rate.class, name = "rate"),
    @JsonSubTypes.Type(value = Reading.Increase.class, name = "increase"),
    @JsonSubTypes.Type(value = Reading.Ratio.class, name = "ratio"),
    @JsonSubTypes.Type(value = Reading.Quantile.class, name = "quantile"),
    @JsonSubTypes.Type(value = Reading.Share.class, name = "share"),
    @JsonSubTypes.Type(value = Reading.Comparison.class, name = "comparison"),
    @JsonSubTypes.Type(value = Reading.Versus.class, name = "versus"),
    @JsonSubTypes.Type(value = Reading.Json.class, name = "json"),
    @JsonSubTypes.Type(value = Reading.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Reading.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = Reading.Reachable.class, name = "reachable"),
    @JsonSubTypes.Type(value = Reading.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = Reading.Resolves.class, name = "resolves"),
    @JsonSubTypes.Type(value = Reading.Certificate.class, name = "certificate"),
    @JsonSubTypes.Type(value = Reading.Image.class, name = "image"),
    @JsonSubTypes.Type(value = Reading.Present.class, name = "object"),
    @JsonSubTypes.Type(value = Reading.Keys.class, name = "keys"),
    @JsonSubTypes.Type(value = Reading.Ready.class, name = "ready")
})
public sealed interface Reading {
    /** A query for Prometheus that gives a scalar or exactly one series; more than one is an error, never the last. */
    record Promql(String query) implements Reading {
        public Promql {
            Require.text("query", query);
        }
    }

    /**
     * The newest values of a gauge. On a page, an instance that has no series of it makes it no data.
     *
     * @param instances what the values of all series, of one instance or of several, are together
     */
    record Gauge(String of, Together instances) implements Reading {
        public Gauge {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            instances = Require.orElse(instances, Together.HIGHEST);
        }

        public Gauge(String of) {
            this(of, Together.HIGHEST);
        }
    }

    /** A counter's growth per second over the window. */
    record Rate(String of, Span window) implements Reading {
        public Rate {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            window = Require.orElse(window, DEFAULT_WINDOW);
        }
    }

    /**
     * A counter's growth over the window; on a page since the newest scrape that is a whole window old, so that nothing is
     * passed over.
     */
    record Increase(String of, Span window) implements Reading {
        public Increase {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            window = Require.orElse(window, DEFAULT_WINDOW);
        }
    }

    /**
     * One counter's growth divided by another's over the window; without growth below, there is no data.
     *
     * @param rest true for what is left of the whole, 1 less the ratio
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Ratio(String of, String to, Span window, Optional<Boolean> rest) implements Reading {
        public Ratio {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            Require.text("to", to);
            LabelMatchers.selector("to", to);
            window = Require.orElse(window, DEFAULT_WINDOW);
            rest = Require.orElse(rest, Optional.empty());
        }

        public Ratio(String of, String to, Span window) {
            this(of, to, window, Optional.empty());
        }
    }

    /**
     * The newest values of a gauge divided by those of another, such as memory in use by its limit, for each instance on
     * its own. An instance that has only one of the two, or nothing to divide by, makes it no data.
     *
     * @param instances what the shares of several instances are together; {@code sum} divides the sums of all
     * @param window with it {@code of} is a counter, and its growth per second over the window is divided
     * @param rest true for what is left of the whole, 1 less the share
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Share(String of, String to, Together instances, Optional<Span> window, Optional<Boolean> rest)
            implements Reading {
        public Share {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            Require.text("to", to);
            LabelMatchers.selector("to", to);
            instances = Require.orElse(instances, Together.HIGHEST);
            window = Require.orElse(window, Optional.empty());
            rest = Require.orElse(rest, Optional.empty());
        }

        Share over(Span other) {
            return new Share(of, to, instances, Optional.of(other), rest);
        }
    }

    /** A quantile of a histogram's growth over the window, interpolated within its bucket as Prometheus does. */
    record Quantile(String of, double quantile, Span window) implements Reading {
        public Quantile {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            Require.that(quantile > 0 && quantile < 1, "quantile", "expected between 0 and 1, such as 0.95");
            window = Require.orElse(window, DEFAULT_WINDOW);
        }
    }

    /**
     * Whether the candidate does worse than stable at the same moment: the anytime-valid p-value of a sequential test on
     * counts, from the beginning of the stage on. The smaller, the stronger the evidence; {@code when: "< 1%"} raises a
     * false alarm in at most one of a hundred stages, however often it is looked at.
     *
     * @param of a counter of bad events; with {@code slowerThan} a histogram
     * @param to the counter of all requests, for bad events
     * @param slowerThan requests that took longer are the bad ones: the next bound of a bucket that is not below it
     * @param tolerance how many times stable's rate is still well
     * @param boundsIn the unit of the histogram's bounds, s or ms; by default s
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Comparison(
            String of,
            Optional<String> to,
            Optional<Span> slowerThan,
            @JsonDeserialize(using = Tolerance.class) double tolerance,
            Optional<Unit> boundsIn)
            implements Reading {
        public Comparison(String of, Optional<String> to, Optional<Span> slowerThan, double tolerance) {
            this(of, to, slowerThan, tolerance, Optional.empty());
        }

        public Comparison {
            Require.text("of", of);
            LabelMatchers.selector("of", of);
            to.ifPresent(counter -> LabelMatchers.selector("to", counter));
            Require.that(
                    to.isPresent() != slowerThan.isPresent(),
                    "",
                    "expected exactly one of 'to', a counter of all requests, and 'slowerThan', for a histogram");
            tolerance = tolerance == 0 ? DEFAULT_TOLERANCE : tolerance;
            Require.that(tolerance >= 1 && tolerance <= 100, "tolerance", Tolerance.EXPECTED);
            boundsIn = Require.orElse(boundsIn, Optional.empty());
            Require.that(
                    boundsIn.isEmpty()
                            || (slowerThan.isPresent() && boundsIn.get().dimension() == Unit.Dimension.TIME),
                    "boundsIn",
                    "expected s or ms, beside 'slowerThan'");
        }
    }

    /** A number of the candidate against the same number of stable, read at the same moment. */
    record Versus(As as, Reading read) implements Reading {
        /** What is made of the two. */
        public enum As {
            /** The candidate's divided by stable's; a million where stable's is 0 and the candidate's is not. */
            @JsonProperty("ratio")
            RATIO,
            /** The candidate's less stable's. */
            @JsonProperty("difference")
            DIFFERENCE,
            /**
             * How much higher the candidate's newest 100 samples of this stage lie than stable's: the Hodges-Lehmann
             * estimate where a two-sided Mann-Whitney test finds them different at 1 %, 0 where it does not. It is meant to
             * be looked at once, by a check; as a trigger it raises more false alarms than 1 %.
             */
            @JsonProperty("shift")
            SHIFT
        }

        public Versus {
            Require.present("as", as);
            Require.present("read", read);
            Require.that(
                    read instanceof Gauge
                            || read instanceof Rate
                            || read instanceof Increase
                            || read instanceof Ratio
                            || read instanceof Quantile
                            || read instanceof Share,
                    "read.kind",
                    "expected gauge, rate, increase, ratio, quantile or share");
        }
    }

    /**
     * The one value at a path of the instances' JSON: a number, or a boolean, where true is 1 and false is 0. An instance
     * that can't be read, or has no such value, makes it unknown.
     *
     * @param equals makes a number of a text: 1 when it is this one, else 0
     * @param of what the values of several instances are together
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Json(String path, Optional<String> equals, Together of) implements Reading {
        private static final int PATH_MAX = 512;
        private static final String EXPECTED_PATH = "expected a JSON path, such as $.checks[0].free";

        public Json {
            Require.text("path", path);
            Require.that(path.length() <= PATH_MAX, "path", "expected at most " + PATH_MAX + " characters");
            compilable(path);
            equals = Require.orElse(equals, Optional.empty());
            of = Require.orElse(of, Together.LOWEST);
        }

        private static void compilable(String path) {
            Require.that(path.startsWith("$"), "path", EXPECTED_PATH + ", found " + Refusal.shown(path));
            try {
                JsonPath.compile(path);
            } catch (RuntimeException e) {
                throw new Refusal("path", EXPECTED_PATH + ", found " + Refusal.shown(path) + ": " + e.getMessage());
            }
        }
    }

    /**
     * 1 when every instance answers with a status of 2xx, and 0 when one answers otherwise or not at all. An instance that
     * does not let us read (401, 403) makes it unknown: it says nothing about its health.
     */
    record Status() implements Reading {}

    /** What the values of several instances are together. */
    enum Together {
        @JsonProperty("lowest")
        LOWEST,
        @JsonProperty("highest")
        HIGHEST,
        @JsonProperty("sum")
        SUM
    }

    /** The newest value that was pushed under the metric's name. */
    record Sample() implements Reading {}

    /** What is true of the surroundings at this moment, whatever the candidate does. */
    sealed interface Surroundings extends Reading {}

    /** What is true of the network, as health-service meets it. */
    sealed interface OfNetwork extends Surroundings {}

    /** What is true of an object of the Kubernetes API. */
    sealed interface OfObject extends Surroundings {
        String of();
    }

    /** 1 when a connection is accepted within the time limit, else 0. */
    record Reachable(String address) implements OfNetwork {
        public Reachable {
            Require.text("address", address);
            SurroundingsNames.tcp("address", address);
        }
    }

    /** How long it takes until a connection is accepted, once the host's name is resolved; none accepted is unknown. */
    record Connect(String address) implements OfNetwork {
        public Connect {
            Require.text("address", address);
            SurroundingsNames.tcp("address", address);
        }
    }

    /** How many addresses a host's name has: 0 when there is no such name, and unknown when nobody could be asked. */
    record Resolves(String host) implements OfNetwork {
        public Resolves {
            Require.text("host", host);
            SurroundingsNames.host("host", host);
        }
    }

    /**
     * For how long the certificates that a TLS server shows stay valid: that of the one that ends first, and below zero
     * when one is not valid. Whether they are to be trusted is not asked, and nothing is sent.
     *
     * @param serverName whom the server is asked for (SNI); by default the address's host
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Certificate(String address, Optional<String> serverName) implements OfNetwork {
        public Certificate {
            Require.text("address", address);
            SurroundingsNames.tcp("address", address);
            serverName = Require.orElse(serverName, Optional.empty());
            serverName.ifPresent(written -> SurroundingsNames.host("serverName", written));
        }
    }

    /** 1 when the registry has this image, and 0 when it has not. */
    record Image(String of) implements Surroundings {
        public Image {
            Require.text("of", of);
            SurroundingsNames.image("of", of);
        }
    }

    /** 1 when there is this object, and 0 when there is none. */
    record Present(String of) implements OfObject {
        public Present {
            Require.text("of", of);
            SurroundingsNames.object("of", of, SurroundingsNames.OBJECTS);
        }
    }

    /** How many keys a ConfigMap has, in {@code data} and {@code binaryData}; one that is not there has none. */
    record Keys(String of) implements OfObject {
        public Keys {
            Require.text("of", of);
            SurroundingsNames.object("of", of, List.of("configmaps"));
        }
    }

    /**
     * How many replicas are ready that are of the newest template, as far as the object's status tells: their number, or,
     * where the unit is a share, their share of those that are wanted.
     */
    record Ready(String of) implements OfObject {
        public Ready {
            Require.text("of", of);
            SurroundingsNames.object("of", of, List.of("deployments", "statefulsets"));
        }
    }

    Span DEFAULT_WINDOW = Span.ofSeconds(30);
    double DEFAULT_TOLERANCE = 1.2;
}
