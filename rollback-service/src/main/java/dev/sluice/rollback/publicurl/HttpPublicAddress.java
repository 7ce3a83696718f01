package dev.sluice.rollback.publicurl;

import dev.sluice.events.plan.Rollback;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.port.PublicAddress;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks with a GET over HTTP/1.1. Each look opens a connection of its own, because one that was kept alive may still lead
 * to the version that it was opened to.
 */
@Startup
@ApplicationScoped
public class HttpPublicAddress implements PublicAddress {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** The first client of a process loads TLS and its certificates, which a rollback shall not wait for. */
    public HttpPublicAddress() {
        client().close();
    }

    @Override
    public Answer look(Rollback.PublicUrl url) {
        try (HttpClient client = client()) {
            return ask(client, url);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LIMIT)
                .build();
    }

    private static Answer ask(HttpClient client, Rollback.PublicUrl url) {
        HttpRequest request =
                HttpRequest.newBuilder(url.url()).timeout(LIMIT).GET().build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return new Answer.Reply(response.statusCode(), response.headers().firstValue(url.versionHeader()));
        } catch (IOException e) {
            return new Answer.Silence("no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silence("no answer: the service is stopping");
        } finally {
            client.shutdownNow();
        }
    }
}
