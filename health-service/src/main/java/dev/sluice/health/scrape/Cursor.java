package dev.sluice.health.scrape;

/** A place in a text that is read from left to right; what is not as expected throws, and says what was. */
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    boolean end() {
        return at >= text.length();
    }

    boolean at(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    boolean take(char c) {
        boolean there = at(c);
        at += there ? 1 : 0;
        return there;
    }

    void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    void require(boolean condition, String expected) {
        if (!condition) {
            int until = Math.min(text.length(), at + 20);
            String rest = at >= text.length() ? "the end" : "'" + text.substring(at, until) + "'";
            throw new IllegalArgumentException("expected " + expected + ", found " + rest);
        }
    }

    /** Letters, digits, '_' and ':', not beginning with a digit. */
    String name() {
        int from = at;
        while (at < text.length() && nameCharacter(text.charAt(at), at == from)) {
            at++;
        }
        require(at > from, "a name");
        return text.substring(from, at);
    }

    private static boolean nameCharacter(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
        return letter || (!first && c >= '0' && c <= '9');
    }

    /** Up to the next white space. */
    String word() {
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A text in double quotes, in which a backslash, a quote and a line feed are escaped. */
    String quoted() {
        require(take('"'), "'\"'");
        StringBuilder value = new StringBuilder();
        while (!at('"')) {
            require(!end(), "'\"' at the end of a text");
            char c = text.charAt(at++);
            value.append(c == '\\' && !end() ? escaped(text.charAt(at++)) : String.valueOf(c));
        }
        at++;
        return value.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case '\\' -> "\\";
            case '"' -> "\"";
            default -> "\\" + c;
        };
    }
}
