package dev.sluice.traffic.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request to the API server, made once, whose failure is told as one of four kinds. */
public final class ApiCall {
    private static final int UNPROCESSABLE = 422;

    private ApiCall() {}

    /**
     * Makes the request.
     *
     * @param what the verb and the object, for the message: "read Deployment shop/checkout"
     */
    public static <T> T of(String what, Supplier<T> request) throws ApiFailure {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            String said = "can't " + what + ": "
                    + (e.getStatus() == null || e.getStatus().getMessage() == null
                            ? e.getMessage()
                            : e.getStatus().getMessage());
            if (interrupted(e)) {
                Thread.currentThread().interrupt();
                throw new ApiFailure.Unreachable("interrupted: " + said, e);
            }
            throw failure(e, said);
        }
    }

    private static ApiFailure failure(KubernetesClientException e, String said) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> new ApiFailure.Conflict(said, e);
            case HttpURLConnection.HTTP_NOT_FOUND -> new ApiFailure.Missing(said, e);
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_BAD_METHOD,
                    UNPROCESSABLE -> new ApiFailure.Refused(said, e);
            // 0: no answer. Everything else is the API server's own trouble, or, as 429, its way to ask for patience.
            default -> new ApiFailure.Unreachable(said, e);
        };
    }

    private static boolean interrupted(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }
}
