package dev.sluice.demo.router;

import dev.sluice.demo.JsonHttp;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** The Sluice HTTP router contract, served on the admin port. Runs on the router's event loop. */
final class AdminApi {
    private final SplitRegister register;
    private final Supplier<Counts> counts;

    AdminApi(SplitRegister register, Supplier<Counts> counts) {
        this.register = register;
        this.counts = counts;
    }

    void handle(HttpServerRequest request) {
        String method = request.method().name();
        switch (request.path()) {
            case "/split" -> {
                switch (method) {
                    case "GET" -> answerSplit(request.response());
                    case "PUT" -> put(request);
                    default -> JsonHttp.methodNotAllowed(request, "GET, PUT");
                }
            }
            case "/counts" -> {
                if (method.equals("GET")) {
                    Counts now = counts.get();
                    JsonHttp.answer(
                            request.response(),
                            200,
                            new JsonObject().put("stable", now.stable()).put("candidate", now.candidate()));
                } else {
                    JsonHttp.methodNotAllowed(request, "GET");
                }
            }
            default -> JsonHttp.notFound(request);
        }
    }

    private void put(HttpServerRequest request) {
        String ifMatch = request.getHeader("if-match");
        if (ifMatch == null) {
            JsonHttp.problem(
                    request.response(),
                    428,
                    "Precondition required",
                    "expected If-Match with the ETag of GET /split",
                    "");
            return;
        }
        JsonHttp.body(request, json -> {
            if (register.replace(ifMatch, SplitJson.read(json)).isPresent()) {
                answerSplit(request.response());
            } else {
                request.response().putHeader("etag", register.etag());
                JsonHttp.problem(
                        request.response(),
                        412,
                        "Precondition failed",
                        "the split was changed by somebody else: read it again",
                        "");
            }
        });
    }

    private void answerSplit(HttpServerResponse response) {
        response.putHeader("etag", register.etag());
        JsonHttp.answer(response, 200, SplitJson.write(register.split()));
    }
}
