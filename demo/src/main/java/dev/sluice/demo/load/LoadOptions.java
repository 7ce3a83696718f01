package dev.sluice.demo.load;

import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What load to make.
 *
 * @param url an http URL
 * @param perSecond requests per second, 1 to 50,000, started at even distances
 * @param requests how many to send before it stops by itself; 0 goes on until it is closed
 * @param connections how many keep-alive connections it may hold
 * @param timeout after which a request counts as failed
 * @param headers sent with every request
 * @param versionHeader the response header that names the version
 */
public record LoadOptions(
        URI url,
        int perSecond,
        long requests,
        int connections,
        Duration timeout,
        Map<String, String> headers,
        String versionHeader) {
    private static final int RATE_MAX = 50_000;
    private static final int CONNECTIONS = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public LoadOptions {
        headers = Map.copyOf(headers);
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new InvalidInput("--url", "expected http://host:port/path, got \"" + url + "\"");
        }
        if (perSecond < 1 || perSecond > RATE_MAX) {
            throw new InvalidInput("--rate", "expected 1/s to " + RATE_MAX + "/s");
        }
        if (connections < 1) {
            throw new InvalidInput("--connections", "expected at least 1");
        }
    }

    /** Constant load until closed, with the defaults for everything else. */
    public static LoadOptions constant(URI url, int perSecond) {
        return new LoadOptions(url, perSecond, 0, CONNECTIONS, TIMEOUT, Map.of(), "X-App-Version");
    }

    /** The same, but it stops after {@code count} requests. */
    public LoadOptions limitedTo(long count) {
        return new LoadOptions(url, perSecond, count, connections, timeout, headers, versionHeader);
    }

    public LoadOptions withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new LoadOptions(url, perSecond, requests, connections, timeout, more, versionHeader);
    }

    /** Options from the command line, or from LOAD_URL, LOAD_RATE and so on. A rate is written {@code 200/s}. */
    static LoadOptions read(String[] arguments, Map<String, String> environment) {
        Settings settings = Settings.read(
                arguments,
                environment,
                "LOAD",
                Set.of("url", "rate", "requests", "connections", "timeout", "header", "version-header"));
        String rate = settings.text("rate").orElse("100/s");
        if (!rate.matches("\\d{1,5}/s")) {
            throw new InvalidInput("--rate", "expected a rate such as 200/s, got \"" + rate + "\"");
        }
        LoadOptions options = new LoadOptions(
                url(settings.text("url").orElse("http://127.0.0.1:8080/")),
                Integer.parseInt(rate.substring(0, rate.length() - 2)),
                settings.number("requests", 0, Long.MAX_VALUE),
                (int) settings.number("connections", CONNECTIONS, 10_000),
                settings.time("timeout", TIMEOUT),
                Map.of(),
                settings.text("version-header").orElse("X-App-Version"));
        for (String header : settings.list("header")) {
            String[] parts = header.split(":", 2);
            if (parts.length != 2) {
                throw new InvalidInput("--header", "expected name:value, got \"" + header + "\"");
            }
            options = options.withHeader(parts[0].strip(), parts[1].strip());
        }
        return options;
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("--url", "expected http://host:port/path, got \"" + text + "\"");
        }
    }
}
