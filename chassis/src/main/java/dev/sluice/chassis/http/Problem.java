package dev.sluice.chassis.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** An error as RFC 9457 tells it, plus the field that was wrong, where one was. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(String type, String title, int status, String detail, Optional<String> field) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, Optional.empty());
    }
}
