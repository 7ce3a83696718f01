package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a connection to PostgreSQL is protected, in libpq's words. */
public enum SslMode {
    @JsonProperty("disable")
    DISABLE,
    /** Encrypted where the server offers it, as libpq does when it is told nothing. */
    @JsonProperty("prefer")
    PREFER,
    @JsonProperty("require")
    REQUIRE,
    /** Encrypted, by a server whose certificate fits its name. */
    @JsonProperty("verify-full")
    VERIFY_FULL;

    /** The word of libpq and of the JDBC driver. */
    public String word() {
        return switch (this) {
            case DISABLE -> "disable";
            case PREFER -> "prefer";
            case REQUIRE -> "require";
            case VERIFY_FULL -> "verify-full";
        };
    }
}
