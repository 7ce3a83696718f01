package dev.sluice.traffic.httptask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.chassis.http.Signature;
import dev.sluice.events.plan.Task;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.admin.AdminAddress;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A POST for each question. The same attempt always has the same {@code Idempotency-Key}, by which the server knows that it
 * has begun already.
 */
public final class HttpTasks implements Tasks<Task.Http> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client;
    private final Function<SecretRef, String> secrets;
    private final InstantSource clock;

    /** An answer that no later one will better, or one that may pass: each with its words. */
    private static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean definite;

        NoAnswer(String message, boolean definite) {
            super(message);
            this.definite = definite;
        }
    }

    /**
     * Tasks.
     *
     * @param client the caller's, never closed here; it must not follow redirects
     * @param clock of the machine: receivers compare a signature's time with their own
     */
    public HttpTasks(HttpClient client, Function<SecretRef, String> secrets, InstantSource clock) {
        this.client = client;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public TaskProgress run(Task.Http task, Errand errand) {
        AdminAddress<NoAnswer> address = new AdminAddress<>(
                client,
                task.url(),
                task.bearer(),
                secrets,
                (said, cause) -> new NoAnswer(said, false),
                said -> new NoAnswer(said, true));
        try {
            byte[] body = body(errand);
            AdminAddress.Answer answer = address.post("", headers(task, errand, body), body, errand.within());
            String said = task.url() + " answered " + answer.status()
                    + (answer.beginning().isBlank()
                            ? ""
                            : ": " + Refusal.shown(answer.beginning().strip()));
            return switch (answer.status()) {
                case 200, 201, 204 -> TaskProgress.succeeded(said);
                case 202 -> new TaskProgress.UnderWay(said);
                case 408, 425, 429, 502, 503, 504 -> new TaskProgress.UnderWay(said);
                default -> TaskProgress.failed(said);
            };
        } catch (NoAnswer e) {
            String said = String.valueOf(e.getMessage());
            return e.definite ? TaskProgress.failed(said) : new TaskProgress.UnderWay(said);
        }
    }

    /** What is signed has the same id as long as it is the same attempt, and the time of this question. */
    private Map<String, String> headers(Task.Http task, Errand errand, byte[] body) throws NoAnswer {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", errand.key());
        if (task.sign().isPresent()) {
            headers.putAll(signature(task.url(), task.sign().get()).headers(errand.key(), clock.instant(), body));
        }
        return headers;
    }

    private Signature signature(URI url, SecretRef reference) throws NoAnswer {
        try {
            return Signature.of(secrets.apply(reference))
                    .orElseThrow(() -> new NoAnswer(
                            "the secret at " + shown(reference) + " is not of the form " + Signature.FORM, true));
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new NoAnswer("no secret to sign calls to " + url + ": " + e.getMessage(), true);
        }
    }

    private static String shown(SecretRef reference) {
        return reference
                .env()
                .map(name -> "env " + name)
                .or(() -> reference.file().map(path -> "file " + path))
                .orElse("?");
    }

    private static byte[] body(Errand errand) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("rollout", errand.rollout().text());
        body.put("target", errand.target().toString());
        body.put("version", errand.version());
        body.put("step", errand.step().text());
        body.put("attempt", errand.attempt());
        body.put("place", errand.place().text());
        errand.stage().ifPresent(stage -> body.put("stage", stage.text()));
        body.put("weight", errand.weight().toString());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and a number are always written", e);
        }
    }
}
