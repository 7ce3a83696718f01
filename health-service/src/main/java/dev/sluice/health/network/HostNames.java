package dev.sluice.health.network;

import dev.sluice.health.call.CallFailed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up as everything else on the machine does. Each lookup has a thread of the platform: one that hangs would
 * hold a virtual thread's carrier, and with it everybody's calls. A name is looked up once at a time, whoever asks.
 * What was found holds for 30 s, and that nothing was for 10 s, unless Java's security properties say otherwise. Safe to
 * use from any thread.
 */
public final class HostNames {
    private static final int AT_ONCE_MAX = 64;
    private static final int REMEMBERED_MAX = 1_000;
    /** How the resolvers of Linux (glibc, musl), macOS and Windows say that a name is not there; all else is their trouble. */
    private static final Pattern NOT_THERE = Pattern.compile("(?i).*(name or service not known"
            + "|no address associated with (host)?name|nodename nor servname|name does not resolve"
            + "|name has no usable address|no such host is known).*");

    /** The system's resolver. */
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Map<String, CompletableFuture<Found>> underWay = new HashMap<>();
    /** Why a name was not found: Java tells it once, and then only that it was not, as long as it remembers that. */
    private final Map<String, String> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    public HostNames() {
        this(InetAddress::getAllByName);
    }

    HostNames(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Blocks the caller, a virtual thread, until it is known, or fails when nobody could tell within the limit. */
    Found find(String host, Duration limit) throws CallFailed {
        try {
            return asked(host).get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failed("the name " + host + " was not resolved within " + limit.toMillis() + "ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (ExecutionException e) {
            throw failed(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        }
    }

    private synchronized CompletableFuture<Found> asked(String host) throws CallFailed {
        CompletableFuture<Found> before = underWay.get(host);
        if (before != null) {
            return before;
        }
        if (underWay.size() >= AT_ONCE_MAX) {
            throw new CallFailed("the resolver leaves " + AT_ONCE_MAX + " other names unanswered");
        }
        CompletableFuture<Found> answer = new CompletableFuture<>();
        underWay.put(host, answer);
        Thread.ofPlatform().daemon().name("resolve " + host).start(() -> resolve(host, answer));
        return answer;
    }

    private void resolve(String host, CompletableFuture<Found> answer) {
        try {
            Found found = new Found.Addresses(List.of(resolver.addresses(host)));
            over(host, null);
            answer.complete(found);
        } catch (UnknownHostException e) {
            String why = over(host, e.getMessage());
            if (NOT_THERE.matcher(why).matches()) {
                answer.complete(new Found.None(why));
            } else {
                answer.completeExceptionally(new CallFailed("the resolver could not tell: " + why));
            }
        } catch (RuntimeException e) {
            over(host, null);
            answer.completeExceptionally(new CallFailed("the name " + host + " could not be looked up: " + e));
        }
    }

    /** Nobody joins this lookup any more. Returns why the name was not found, as far as it was ever told. */
    private synchronized String over(String host, @Nullable String message) {
        underWay.remove(host);
        if (message == null) {
            told.remove(host);
        } else if (!message.equals(host)) {
            told.put(host, message);
        }
        return told.getOrDefault(host, host + " was not found a moment ago, without a word why");
    }

    private static CallFailed failed(String reason, Exception cause) {
        CallFailed failure = new CallFailed(reason);
        failure.initCause(cause);
        return failure;
    }
}
