package dev.sluice.cli.http;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;

/** No answer came: nobody listens, the name is unknown, the connection broke, or it took too long. */
public final class Unreachable extends Failure {
    private static final long serialVersionUID = 1L;

    private Unreachable(String sentence, IOException cause) {
        super(ExitCode.UNAVAILABLE, sentence, cause);
    }

    static Unreachable of(Service service, URI base, IOException cause) {
        String place = service.title() + " at " + base;
        String advice = ". On this machine './sluice up' starts everything; " + service.option() + " or "
                + service.variable() + " points elsewhere.";
        return switch (cause) {
            case HttpConnectTimeoutException e -> new Unreachable("could not connect to " + place + advice, e);
            case ConnectException e -> new Unreachable("could not connect to " + place + advice, e);
            case HttpTimeoutException e -> new Unreachable(place + " did not answer in time", e);
            case IOException e -> new Unreachable("the connection to " + place + " broke: " + e.getMessage(), e);
        };
    }
}
