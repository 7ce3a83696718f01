package dev.sluice.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows in columns that are as wide as their widest cell, two spaces apart. No line ends in spaces. */
public final class Table {
    private final List<List<Cell>> rows = new ArrayList<>();
    private final String indent;

    public Table(String indent, String... headings) {
        this.indent = indent;
        rows.add(Stream.of(headings).map(text -> new Cell(Tone.QUIET, text)).toList());
    }

    public void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    public void row(String... cells) {
        rows.add(Stream.of(cells).map(Cell::of).toList());
    }

    public List<String> lines(Paint paint) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths, paint)).toList();
    }

    private String line(List<Cell> row, int[] widths, Paint paint) {
        int last = row.size() - 1;
        while (last > 0 && row.get(last).text().isEmpty()) {
            last--;
        }
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i <= last; i++) {
            line.append(i == 0 ? "" : "  ").append(row.get(i).painted(paint, i == last ? 0 : widths[i]));
        }
        return line.toString();
    }
}
