package dev.sluice.health.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Source;
import dev.sluice.events.wire.Json;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.call.Credentials;
import dev.sluice.health.call.Reply;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One question to a registry: a few requests that have one time limit together. For one thread. */
final class Visit {
    private static final int REDIRECTS_MAX = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final String MANIFESTS = "application/vnd.oci.image.index.v1+json, "
            + "application/vnd.oci.image.manifest.v1+json, "
            + "application/vnd.docker.distribution.manifest.list.v2+json, "
            + "application/vnd.docker.distribution.manifest.v2+json";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,32768}");

    /** Says who asks. */
    private interface Badge {
        void show(HttpRequest.Builder request) throws CallFailed;
    }

    private final Source.Registry source;
    private final Calls calls;
    private final URI registry;
    private final long deadline;
    private Badge badge;

    /** @param calls the way to the registry and to whoever gives tokens for it */
    Visit(Source.Registry source, Calls calls) {
        this.source = source;
        this.calls = calls;
        this.registry = URI.create(source.url().toString().replaceFirst("/+$", ""));
        this.deadline = System.nanoTime() + source.timeout().duration().toNanos();
        this.badge = request -> Credentials.bearer(request, source.bearer());
    }

    /** 1 or 0; where the registry did not say so, a failure. */
    Sample find(ImageName image, Instant at) throws CallFailed {
        URI manifest = URI.create(registry + image.manifest());
        Reply reply = ask("HEAD", manifest);
        if (reply.status() == UNAUTHORIZED && source.bearer().isEmpty()) {
            Optional<Sample.Failed> refused = introduce(reply, image);
            if (refused.isPresent()) {
                return refused.get();
            }
            reply = ask("HEAD", manifest);
        }
        if (reply.noRight()) {
            return noRight("the registry answered " + reply.status());
        }
        return switch (reply.status()) {
            case OK -> there(reply, at);
            case NOT_FOUND -> missing(at);
            default -> new Sample.Failed("the registry answered " + reply.status());
        };
    }

    /** Some servers have a page for every address; a manifest is known by its type. */
    private static Sample there(Reply reply, Instant at) {
        String type = reply.headers().firstValue("Content-Type").orElse("nothing");
        String bare = type.split(";", 2)[0].strip();
        return MANIFESTS.contains(bare) && !bare.isEmpty()
                ? new Sample.Value(1, at)
                : new Sample.Failed("expected a manifest, found " + shown(type) + ": is it a registry?");
    }

    /** Other servers say so too, and do not mean it: a registry is known by its answer at /v2/. */
    private Sample missing(Instant at) throws CallFailed {
        int status = ask("GET", URI.create(registry + "/v2/")).status();
        return status == OK || status == UNAUTHORIZED
                ? new Sample.Value(0, at)
                : new Sample.Failed("answered " + NOT_FOUND + ", and " + status + " at /v2/: is it a registry?");
    }

    /** Gets what the registry wants to see; empty when there is something to show. */
    private Optional<Sample.Failed> introduce(Reply asking, ImageName image) throws CallFailed {
        return switch (Challenge.of(asking.headers().allValues("WWW-Authenticate"))) {
            case Challenge.Password password
            when source.basic().isPresent() -> {
                badge = request -> Credentials.basic(request, source.basic());
                yield Optional.empty();
            }
            case Challenge.Password password -> Optional.of(noRight("the registry wants a name and a password"));
            case Challenge.Token wanted -> token(wanted, image);
            case Challenge.Unknown unknown -> Optional.of(noRight("the registry answered " + asking.status()));
        };
    }

    private Optional<Sample.Failed> token(Challenge.Token wanted, ImageName image) throws CallFailed {
        URI realm = address(registry, wanted.realm());
        String scope = wanted.scope().orElse("repository:" + image.repository() + ":pull");
        String query = "scope=" + encoded(scope)
                + wanted.service()
                        .map(service -> "&service=" + encoded(service))
                        .orElse("");
        URI url = URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query);
        Reply reply = send("GET", url, request -> Credentials.basic(request, source.basic()));
        if (reply.noRight()) {
            return Optional.of(noRight("who gives the tokens, " + realm.getHost() + ", answered " + reply.status()));
        }
        if (reply.status() != OK) {
            throw new CallFailed("who gives the tokens, " + realm.getHost() + ", answered " + reply.status());
        }
        String token = token(reply);
        badge = request -> request.setHeader("Authorization", "Bearer " + token);
        return Optional.empty();
    }

    private static String token(Reply reply) throws CallFailed {
        try {
            JsonNode answer = Json.STRICT.readTree(reply.body());
            String token =
                    answer.path("token").asText(answer.path("access_token").asText());
            if (TOKEN.matcher(token).matches()) {
                return token;
            }
        } catch (IOException e) {
            // Its message would show a part of the answer, which is a secret.
        }
        throw new CallFailed("expected a token, found something else");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Follows a few redirects, where who we are is shown to the registry alone. */
    private Reply ask(String method, URI first) throws CallFailed {
        URI url = first;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            boolean home = registry.getScheme().equals(url.getScheme())
                    && registry.getAuthority().equals(url.getAuthority());
            Reply reply = send(method, url, home ? badge : request -> {});
            Optional<String> location = reply.headers().firstValue("Location");
            if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            url = address(url, location.get());
        }
        throw new CallFailed("redirected more than " + REDIRECTS_MAX + " times");
    }

    /** An address that a server gave; it never leads from TLS to plain HTTP. */
    private static URI address(URI from, String given) throws CallFailed {
        URI to;
        try {
            to = from.resolve(given);
        } catch (IllegalArgumentException e) {
            throw new CallFailed("expected an address, found " + shown(given));
        }
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        if (!web || to.getHost() == null || to.getUserInfo() != null) {
            throw new CallFailed("expected an http or https address, found " + shown(given));
        }
        if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
            throw new CallFailed("led from https to " + shown(given));
        }
        return to;
    }

    private Reply send(String method, URI url, Badge shown) throws CallFailed {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new CallFailed("no answer within " + source.timeout());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .setHeader("Accept", method.equals("HEAD") ? MANIFESTS : "application/json");
        shown.show(request);
        return calls.send(request.build(), Duration.ofNanos(left));
    }

    private static Sample.Failed noRight(String why) {
        return new Sample.Failed("no right to read: " + why, true);
    }

    private static String shown(String given) {
        String printable = given.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 100 ? printable : printable.substring(0, 100) + "...";
    }
}
