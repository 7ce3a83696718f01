package dev.sluice.demo;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** JSON requests and answers; every error is an RFC 9457 problem document that names the field it is about. */
public final class JsonHttp {
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private JsonHttp() {}

    public static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toBuffer());
    }

    /** {@code field} is empty for a problem that no field of the body caused. */
    public static void problem(HttpServerResponse response, int status, String title, String detail, String field) {
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (!field.isEmpty()) {
            body.put("field", field);
        }
        response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(body.toBuffer());
    }

    public static void badInput(HttpServerResponse response, InvalidInput e) {
        problem(response, 400, "Bad input", String.valueOf(e.getMessage()), e.field());
    }

    public static void notFound(HttpServerRequest request) {
        problem(request.response(), 404, "Not found", "nothing is served at " + request.path(), "");
    }

    public static void methodNotAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("allow", allowed);
        problem(request.response(), 405, "Method not allowed", "expected " + allowed, "");
    }

    /** Reads a JSON object of at most 64 KiB and hands it on; answers 400, 411 or 413 itself when there is none. */
    public static void body(HttpServerRequest request, Handler<JsonObject> next) {
        String length = request.getHeader("content-length");
        if (length == null) {
            problem(request.response(), 411, "Length required", "expected Content-Length", "");
            return;
        }
        if (!length.matches("\\d{1,9}") || Integer.parseInt(length) > BODY_BYTES_MAX) {
            problem(request.response(), 413, "Too large", "expected Content-Length of at most 64KiB", "");
            return;
        }
        request.body().onSuccess(buffer -> {
            try {
                next.handle(buffer.toJsonObject());
            } catch (DecodeException e) {
                badInput(request.response(), new InvalidInput("body", "expected a JSON object"));
            } catch (InvalidInput e) {
                badInput(request.response(), e);
            }
        });
    }
}
