package dev.sluice.health.scrape;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the text exposition format of Prometheus, and OpenMetrics as far as it differs: exemplars and end marks are
 * passed over, quoted names are understood. Explicit timestamps are passed over too: a scrape speaks of now.
 */
final class Exposition {
    private Exposition() {}

    /** A page that is no exposition, and the line that shows it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(int line, String reason) {
            super("line " + line + " of the page is no metric: " + reason);
        }
    }

    /** The series of these names, by name and labels. Every line is checked, wanted or not. */
    static Map<String, Map<Map<String, String>, Double>> read(String page, Set<String> names) throws Malformed {
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        int number = 0;
        for (int from = 0; from < page.length(); ) {
            int end = page.indexOf('\n', from);
            String line = page.substring(from, end < 0 ? page.length() : end).strip();
            from = end < 0 ? page.length() : end + 1;
            number++;
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            try {
                Line read = new Line(line);
                if (names.contains(read.name)) {
                    add(read, series.computeIfAbsent(read.name, name -> new HashMap<>()));
                }
            } catch (IllegalArgumentException e) {
                throw new Malformed(number, String.valueOf(e.getMessage()));
            }
        }
        return series;
    }

    /** Of two lines with one name and the same labels nobody knows which to believe. */
    private static void add(Line read, Map<Map<String, String>, Double> series) {
        if (series.putIfAbsent(Map.copyOf(read.labels), read.value) != null) {
            throw new IllegalArgumentException(read.name + " stands there a second time with the same labels");
        }
    }

    /** One line, read from left to right. */
    private static final class Line {
        private final Cursor cursor;
        private final Map<String, String> labels = new HashMap<>();
        private String name;
        private final double value;

        Line(String text) {
            cursor = new Cursor(text);
            name = cursor.at('{') ? "" : cursor.name();
            cursor.space();
            if (cursor.take('{')) {
                labels();
                cursor.space();
            }
            cursor.require(!name.isEmpty(), "a name");
            value = number(cursor.word());
        }

        private void labels() {
            cursor.space();
            while (!cursor.take('}')) {
                String label = cursor.at('"') ? cursor.quoted() : cursor.name();
                cursor.space();
                if (cursor.take('=')) {
                    cursor.space();
                    labels.put(label, cursor.quoted());
                } else {
                    cursor.require(name.isEmpty(), "'=' after the label " + label);
                    name = label;
                }
                cursor.space();
                boolean more = cursor.take(',');
                cursor.require(more || cursor.at('}'), "',' or '}'");
                cursor.space();
            }
        }

        private static double number(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "+inf", "inf", "+infinity", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                case "" -> throw new IllegalArgumentException("expected a value");
                default -> Double.parseDouble(text);
            };
        }
    }
}
