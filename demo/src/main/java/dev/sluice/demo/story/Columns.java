package dev.sluice.demo.story;

import java.util.ArrayList;
import java.util.List;

/** Rows of text, aligned in columns; the first row is the heading. */
record Columns(List<List<String>> rows) {
    private static final String GAP = "  ";

    Columns {
        rows = List.copyOf(rows);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                line.append(" ".repeat(width(i) - row.get(i).length())).append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
