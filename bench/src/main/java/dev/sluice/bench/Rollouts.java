package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** traffic-service over HTTP, as far as a benchmark needs it. */
final class Rollouts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Rollouts(String url) {
        this.url = url;
    }

    String start(String plan) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/rollouts"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(plan))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("the start was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("rollout").asText();
    }

    /** Pauses, resumes or aborts; whether it was carried out is seen in the rollout's detail. */
    void steer(String rollout, String verb) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/rollouts/" + rollout + "/" + verb))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"who\": \"bench\", \"reason\": \"measuring\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException(verb + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** Waits until the rollout's detail fits. */
    JsonNode await(String rollout, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT_NANOS) {
            HttpResponse<String> answer = get("/rollouts/" + rollout);
            if (answer.statusCode() == 200) {
                JsonNode detail = JSON.readTree(answer.body());
                if (condition.test(detail)) {
                    return detail;
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IOException("rollout " + rollout + " did not come to what was awaited within 30 s");
    }

    /** The payload of the rollout's first event of this type. */
    JsonNode event(String rollout, String type) throws IOException, InterruptedException {
        String stream = get("/rollouts/" + rollout + "/events?follow=false").body();
        for (String line :
                stream.lines().filter(each -> each.startsWith("data:")).toList()) {
            JsonNode data = JSON.readTree(line.substring("data:".length()));
            if (data.path("meta").path("type").asText().equals(type)) {
                return data;
            }
        }
        throw new IOException("rollout " + rollout + " has no event " + type);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
