package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the places of data in a plan must look like. A value that may hold a secret is never shown. */
final class Places {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9a-fA-F:]{2,45}]|[A-Za-z0-9._-]{1,253}):[1-9]\\d{0,4}");
    private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern WORD = Pattern.compile("[^\\p{Cntrl}]{1,63}");
    private static final Pattern PASSWORD = Pattern.compile("(?is).*\\bpassword\\s*(=|\\s)\\s*['\"$].*");

    private Places() {}

    /** {@code host:port}; a connection string is refused unseen, since it may hold a password. */
    static String address(String field, @Nullable String text) {
        String address = Require.present(field, text);
        Require.that(
                !address.contains("@") && !address.contains("/") && !address.contains("="),
                field,
                "expected host:port, found a connection string; a literal secret is refused: name it by 'password'");
        return Require.matching(field, address, ADDRESS, "host:port");
    }

    static List<String> addresses(String field, @Nullable List<String> list) {
        List<String> addresses = Require.listOrEmpty(list);
        Require.that(!addresses.isEmpty(), field, "expected at least one address, host:port");
        Require.that(addresses.size() <= 100, field, "expected at most 100 addresses");
        addresses.forEach(each -> address(field, each));
        return addresses;
    }

    /** The name of a database or of a user: anything that PostgreSQL and Redis can hold in 63 characters. */
    static String word(String field, @Nullable String text, String expected) {
        return Require.matching(field, text, WORD, expected);
    }

    static String object(String field, @Nullable String text) {
        return Require.matching(field, text, OBJECT, "the name of a Kubernetes object");
    }

    static List<String> objects(String field, @Nullable List<String> list) {
        List<String> names = Require.listOrEmpty(list);
        names.forEach(name -> object(field, name));
        Require.that(Set.copyOf(names).size() == names.size(), field, "expected each name once");
        return names;
    }

    static List<String> paths(String field, @Nullable List<String> list) {
        List<String> paths = Require.listOrEmpty(list);
        Require.that(!paths.isEmpty(), field, "expected at least one path");
        Set<String> seen = new HashSet<>();
        for (String path : paths) {
            boolean fits = path.startsWith("/")
                    && path.length() > 1
                    && path.length() <= 1024
                    && !path.endsWith("/")
                    && !path.contains("//")
                    && !path.contains("\0")
                    && !(path + "/").contains("/../")
                    && !(path + "/").contains("/./");
            Require.that(
                    fits,
                    field,
                    "expected an absolute path without '.', '..' and a '/' at its end, found " + Refusal.shown(path));
            boolean apart = seen.stream()
                    .noneMatch(other ->
                            other.equals(path) || other.startsWith(path + "/") || path.startsWith(other + "/"));
            Require.that(apart, field, "expected paths of which none holds another, found " + Refusal.shown(path));
            seen.add(path);
        }
        return paths;
    }

    static String sql(String field, @Nullable String text) {
        String statement = Require.text(field, text);
        Require.that(statement.length() <= 8192, field, "expected at most 8192 characters");
        Require.that(!PASSWORD.matcher(statement).matches(), field, "holds a password: a literal secret is refused");
        return statement;
    }
}
