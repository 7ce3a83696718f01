package dev.sluice.cli;

import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.Service;
import dev.sluice.cli.view.Format;
import dev.sluice.cli.view.Output;
import dev.sluice.cli.view.Paint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** One run: its surroundings and options, and what commands reach through them. Nothing is opened before it is used. */
public final class Session {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private final Surroundings around;
    private final GlobalOptions options;
    private Optional<HttpClient> client = Optional.empty();

    Session(Surroundings around, GlobalOptions options) {
        this.around = around;
        this.options = options;
    }

    public Surroundings around() {
        return around;
    }

    public Clock clock() {
        return around.clock();
    }

    public Format format() {
        return options.format();
    }

    public Output output() {
        return new Output(around.out(), options.format(), paint());
    }

    /** A sentence for a person beside the result, on standard error. */
    public void note(String sentence) {
        around.err().println(sentence);
        around.err().flush();
    }

    public Paint paint() {
        boolean colour = around.terminal()
                && !options.noColor()
                && around.variable("NO_COLOR").isEmpty();
        return colour ? Paint.COLOUR : Paint.PLAIN;
    }

    /** Whether a view may be redrawn in place. */
    public boolean live() {
        return around.terminal() && options.format() == Format.TABLE;
    }

    public HttpApi api(Service service) {
        HttpClient shared = client.orElseGet(() -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build());
        client = Optional.of(shared);
        return new HttpApi(shared, service, url(service), apiKey());
    }

    private URI url(Service service) {
        URI url = options.url(service)
                .or(() -> around.variable(service.variable()).map(text -> parsed(service, text)))
                .orElseGet(service::local);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    service.option() + ": expected an address such as " + service.local() + ", found '" + url + "'");
        }
        return url;
    }

    private static URI parsed(Service service, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    service.variable() + ": expected an address such as " + service.local() + ", found '" + text + "'",
                    e);
        }
    }

    private Optional<String> apiKey() {
        return options.apiKeyFile().map(Session::keyIn).or(() -> around.variable("SLUICE_API_KEY"));
    }

    private static String keyIn(Path file) {
        try {
            String key = Files.readString(file).strip();
            if (key.isEmpty()) {
                throw new Failure(ExitCode.USAGE, "--api-key-file: " + file + " is empty");
            }
            return key;
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--api-key-file: " + file + " can't be read", e);
        }
    }
}
