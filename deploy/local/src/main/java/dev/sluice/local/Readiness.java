package dev.sluice.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Whether a started process does its work yet. */
final class Readiness {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(ANSWER_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final int port;
    private final Optional<URI> address;
    private String lastAnswer = "no connection";

    private Readiness(int port, Optional<URI> address) {
        this.port = port;
        this.address = address;
    }

    static Readiness of(ProcessSpec spec) {
        return new Readiness(spec.port(), spec.readiness());
    }

    /** One question, answered within 2 s. */
    boolean isReady() {
        if (!PortOwner.accepts(port)) {
            return false;
        }
        return address.map(this::answersOk).orElse(true);
    }

    /** What was wrong the last time, for a message. */
    String lastAnswer() {
        return lastAnswer;
    }

    private boolean answersOk(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            lastAnswer = uri + " answered " + answer.statusCode();
            return answer.statusCode() == 200;
        } catch (IOException e) {
            lastAnswer = uri + ": " + e;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
