package dev.sluice.health.prometheus;

import java.util.List;

/**
 * A query as it is sent. The time of an answer is that of the evaluation, so one query asks for the times of the raw
 * samples too, in the same evaluation: as extra series that carry {@link #MARK}.
 */
record Asked(String query, Form form, SeriesSelectors selectors) {
    static final String MARK = "sluice_selector";
    /** A series with this label is above its value, nobody knows how far. */
    static final String ABOVE = "sluice_above";
    /** A series with this label has 0 above the line, since there is no series of the name that it holds. */
    static final String ABSENT = "sluice_absent";

    /** How the author's query is built in. */
    enum Form {
        /** It gives a vector. */
        VECTOR,
        /** It gives a scalar, which becomes a vector of one. */
        SCALAR,
        /** Alone: it reads no series, or it gives something else, or it is wrong and Prometheus shall say so. */
        PLAIN
    }

    static Asked of(String query, Form wanted) {
        SeriesSelectors selectors = SeriesSelectors.of(query);
        boolean alone = wanted == Form.PLAIN || selectors.list().isEmpty();
        return new Asked(query, alone ? Form.PLAIN : wanted, selectors);
    }

    String text() {
        return switch (form) {
            case PLAIN -> query;
            case VECTOR -> "(\n" + query + "\n) or on(" + MARK + ") (" + times() + ")";
            case SCALAR -> "vector(\n" + query + "\n) or on(" + MARK + ") (" + times() + ")";
        };
    }

    private String times() {
        List<String> list = selectors.list();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : " or ")
                    .append("label_replace(max(timestamp(")
                    .append(list.get(i))
                    .append(")), \"" + MARK + "\", \"" + i + "\", \"\", \"\")");
        }
        return text.toString();
    }
}
