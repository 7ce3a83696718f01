package dev.sluice.events.plan;

import dev.sluice.events.value.Require;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers that a plan has sent along. Everybody who reads the journal sees them, so those made for a secret are refused. */
final class Headers {
    private static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1022}[\\x21-\\x7e])?");
    /** Names of headers that are made for one, as far as a name tells it. */
    private static final Pattern SECRET =
            Pattern.compile(".*(authorization|cookie|token|secret|passw|api-?_?key|credential|x-auth).*");

    private static final Set<String> OF_THE_CLIENT = Set.of(
            "connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade", "te");

    private Headers() {}

    /** An unmodifiable copy in the order of the names; a map that is absent is empty. */
    static Map<String, String> plain(String field, @Nullable Map<String, String> written) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Require.orElse(written, Map.<String, String>of()).forEach((name, value) -> {
            Require.matching(field, name, NAME, "a header's name of letters, digits, '-' and '_'");
            String lower = name.toLowerCase(Locale.ROOT);
            Require.that(
                    !SECRET.matcher(lower).matches(),
                    field,
                    name + " holds a credential: a literal secret is refused, name it by a SecretRef instead");
            Require.that(!OF_THE_CLIENT.contains(lower), field, "expected no " + name + ", which is set by the client");
            Require.matching(
                    field, value, VALUE, "for " + name + " a value of 1 to 1024 printable characters of ASCII");
            Require.that(
                    headers.put(name, value) == null, field, "expected each header once, found " + name + " again");
        });
        Require.that(headers.size() <= MOST, field, "expected at most " + MOST + " headers");
        return Collections.unmodifiableMap(headers);
    }
}
