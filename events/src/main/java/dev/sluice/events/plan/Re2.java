package dev.sluice.events.plan;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions as Prometheus writes them, in RE2's syntax, where it differs from Java's in what people write: a brace
 * that is no repetition is itself, a class has no classes within, and a group's name may have an underscore.
 */
public final class Re2 {
    private static final Pattern REPETITION = Pattern.compile("\\{\\d+(?:,\\d*)?\\}");
    private static final Pattern NAMED = Pattern.compile("\\(\\?P?<[A-Za-z_]\\w*>");
    private static final Pattern NAMED_CLASS = Pattern.compile("\\[:(\\^?)(\\w+):\\]");
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "p{Alnum}"),
            Map.entry("alpha", "p{Alpha}"),
            Map.entry("ascii", "p{ASCII}"),
            Map.entry("blank", "p{Blank}"),
            Map.entry("cntrl", "p{Cntrl}"),
            Map.entry("digit", "p{Digit}"),
            Map.entry("graph", "p{Graph}"),
            Map.entry("lower", "p{Lower}"),
            Map.entry("print", "p{Print}"),
            Map.entry("punct", "p{Punct}"),
            Map.entry("space", "p{Space}"),
            Map.entry("upper", "p{Upper}"),
            Map.entry("word", "w"),
            Map.entry("xdigit", "p{XDigit}"));

    private final String text;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private Re2(String text) {
        this.text = text;
    }

    /** Throws {@link java.util.regex.PatternSyntaxException} when it is none. */
    public static Pattern compile(String expression) {
        return Pattern.compile(new Re2(expression).translated());
    }

    private String translated() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> bracketed();
                case '{' -> take(REPETITION, "\\{");
                case '(' -> group();
                default -> one(c);
            }
        }
        return java.toString();
    }

    private void one(char c) {
        java.append(c);
        at++;
    }

    /** With what follows in braces, as in a class of characters by its name or a character by its number. */
    private void escape() {
        int end = Math.min(text.length(), at + 2);
        boolean braced = end < text.length() && "pPx".indexOf(text.charAt(end - 1)) >= 0 && text.charAt(end) == '{';
        int close = braced ? text.indexOf('}', end) : -1;
        end = close < 0 ? end : close + 1;
        java.append(text, at, end);
        at = end;
    }

    /** What fits as it is; else what stands for its first character. */
    private void take(Pattern form, String otherwise) {
        Matcher found = form.matcher(text).region(at, text.length());
        if (found.lookingAt()) {
            java.append(found.group());
            at = found.end();
        } else {
            java.append(otherwise);
            at++;
        }
    }

    private void group() {
        Matcher named = NAMED.matcher(text).region(at, text.length());
        if (named.lookingAt()) {
            java.append("(?:");
            at = named.end();
        } else {
            one('(');
        }
    }

    private void bracketed() {
        one('[');
        if (at < text.length() && text.charAt(at) == '^') {
            one('^');
        }
        if (at < text.length() && text.charAt(at) == ']') {
            java.append('\\');
            one(']');
        }
        while (at < text.length() && text.charAt(at) != ']') {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> within();
                case '&' -> {
                    java.append('\\');
                    one(c);
                }
                default -> one(c);
            }
        }
        if (at < text.length()) {
            one(']');
        }
    }

    private void within() {
        Matcher named = NAMED_CLASS.matcher(text).region(at, text.length());
        if (named.lookingAt() && CLASSES.containsKey(named.group(2))) {
            String java = String.valueOf(CLASSES.get(named.group(2)));
            boolean not = !named.group(1).isEmpty();
            this.java.append('\\').append(not ? java.replaceFirst("^p", "P").replaceFirst("^w", "W") : java);
            at = named.end();
        } else {
            java.append('\\');
            one('[');
        }
    }
}
