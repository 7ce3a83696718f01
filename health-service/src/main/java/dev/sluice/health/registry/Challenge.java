package dev.sluice.health.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry wants to see before it answers. */
sealed interface Challenge {
    /** A token of the service at {@code realm}. */
    record Token(String realm, Optional<String> service, Optional<String> scope) implements Challenge {}

    /** A name and a password. */
    record Password() implements Challenge {}

    /** Something else, or it does not say. */
    record Unknown() implements Challenge {}

    Pattern PARAMETER = Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^\",\\s]+))", Pattern.CASE_INSENSITIVE);

    /** Of the headers {@code WWW-Authenticate}, each with one challenge; a token goes before a password. */
    static Challenge of(List<String> headers) {
        Challenge wanted = new Unknown();
        for (String header : headers) {
            String scheme = header.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            if (scheme.equals("bearer")) {
                return token(header);
            }
            if (scheme.equals("basic")) {
                wanted = new Password();
            }
        }
        return wanted;
    }

    private static Challenge token(String header) {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header);
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        String realm = parameters.get("realm");
        return realm == null
                ? new Unknown()
                : new Token(
                        realm,
                        Optional.ofNullable(parameters.get("service")),
                        Optional.ofNullable(parameters.get("scope")));
    }
}
