package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import dev.sluice.events.value.SecretRef;
import java.util.regex.Pattern;

/**
 * Who asks, by a name and a password.
 *
 * @param username without ':', which ends it where it is sent
 * @param password where the password is found
 */
public record Login(String username, SecretRef password) {
    private static final Pattern USERNAME = Pattern.compile("[^\\p{Cntrl}:]{1,128}");

    public Login {
        Require.text("username", username);
        Require.matching("username", username, USERNAME, "1 to 128 characters without ':'");
        Require.present("password", password);
    }
}
