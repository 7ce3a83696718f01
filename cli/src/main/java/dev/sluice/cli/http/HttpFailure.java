package dev.sluice.cli.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import java.net.URI;

/** A service answered, and not with a success. */
public final class HttpFailure extends Failure {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 200;
    private final int status;

    private HttpFailure(int status, String sentence) {
        super(ExitCode.ofStatus(status), sentence);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** A problem document is told as {@code title: detail (field)}; of anything else the first line is shown. */
    static HttpFailure of(Service service, URI url, int status, String body) {
        JsonNode problem = tree(body);
        if (problem.path("title").isTextual()) {
            String detail = problem.path("detail").asText("");
            String field = problem.path("field").asText("");
            return new HttpFailure(
                    status,
                    problem.path("title").asText()
                            + (detail.isEmpty() ? "" : ": " + detail)
                            + (field.isEmpty() ? "" : " (" + field + ")"));
        }
        String line = body.lines().findFirst().orElse("").strip();
        String shown = line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX) + "..." : line;
        return new HttpFailure(
                status, service.title() + " answered " + status + " at " + url + (shown.isEmpty() ? "" : ": " + shown));
    }

    private static JsonNode tree(String body) {
        try {
            return JsonText.TREES.readTree(body);
        } catch (JacksonException e) {
            return JsonText.TREES.missingNode();
        }
    }
}
