package dev.sluice.health.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The selectors in a query of Prometheus, without ranges and offsets: what its raw samples are read from. A scanner, not
 * a parser: Prometheus itself refuses what is wrong.
 *
 * @param list each selector once, in order
 * @param defaulted whether the query may make a number out of nothing (or, absent, vector): then no raw sample is no
 *     sign of a dead one
 */
record SeriesSelectors(List<String> list, boolean defaulted) {
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "start", "end");
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "group",
            "stddev",
            "stdvar",
            "count",
            "count_values",
            "bottomk",
            "topk",
            "quantile",
            "limitk",
            "limit_ratio");
    private static final Set<String> DEFAULTS = Set.of("absent", "absent_over_time", "vector");

    static SeriesSelectors of(String query) {
        return new Scanner(query).scan();
    }

    private static final class Scanner {
        private final String text;
        private final Set<String> found = new LinkedHashSet<>();
        private boolean defaulted;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        SeriesSelectors scan() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '#') {
                    skipLine();
                } else if (quote(c)) {
                    skipQuoted();
                } else if (Character.isDigit(c)) {
                    skipWord();
                } else if (c == '[') {
                    skipTo(']');
                } else if (c == '{') {
                    found.add(block());
                } else if (letter(c)) {
                    word();
                } else {
                    at++;
                }
            }
            return new SeriesSelectors(new ArrayList<>(found), defaulted);
        }

        private void word() {
            int from = at;
            skipWord();
            String word = text.substring(from, at);
            String lower = word.toLowerCase(Locale.ROOT);
            skipSpace();
            char next = at < text.length() ? text.charAt(at) : ' ';
            if (GROUPING.contains(lower)) {
                if (next == '(') {
                    skipTo(')');
                }
            } else if (next == '(' || aggregation(lower)) {
                defaulted |= DEFAULTS.contains(lower) || lower.equals("or");
            } else if (WORDS.contains(lower)) {
                defaulted |= lower.equals("or");
            } else {
                found.add(next == '{' ? word + block() : word);
            }
        }

        /** {@code sum by (x) (…)}: the name of an aggregation may stand apart from its parenthesis. */
        private boolean aggregation(String word) {
            return AGGREGATIONS.contains(word) && (text.startsWith("by", at) || text.startsWith("without", at));
        }

        private String block() {
            int from = at;
            skipTo('}');
            return text.substring(from, at);
        }

        private void skipTo(char end) {
            while (at < text.length() && text.charAt(at) != end) {
                if (quote(text.charAt(at))) {
                    skipQuoted();
                } else {
                    at++;
                }
            }
            at = Math.min(text.length(), at + 1);
        }

        private void skipQuoted() {
            char end = text.charAt(at++);
            while (at < text.length() && text.charAt(at) != end) {
                at += text.charAt(at) == '\\' && end != '`' ? 2 : 1;
            }
            at = Math.min(text.length(), at + 1);
        }

        private void skipLine() {
            while (at < text.length() && text.charAt(at) != '\n') {
                at++;
            }
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private void skipWord() {
            while (at < text.length()
                    && (letter(text.charAt(at)) || Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
        }

        private static boolean letter(char c) {
            return Character.isLetter(c) || c == '_' || c == ':';
        }

        private static boolean quote(char c) {
            return c == '"' || c == '\'' || c == '`';
        }
    }
}
