package dev.sluice.health.haproxy;

import dev.sluice.health.scrape.Unread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** One server's line of {@code show stat}, by the names of its columns; a cell that is empty is as good as absent. */
record ServerRow(Map<String, String> cells) {
    private static final String BEGIN = "# pxname,";

    /** Empty when the table has no server of this backend; Unread when it is no table. */
    static List<ServerRow> ofBackend(String backend, String reply) throws Unread {
        return all(reply).stream()
                .filter(row -> row.text("pxname").filter(backend::equals).isPresent())
                .toList();
    }

    /** The backends that have servers. */
    static Iterable<String> backends(String reply) throws Unread {
        TreeSet<String> backends = new TreeSet<>();
        all(reply).forEach(row -> row.text("pxname").ifPresent(backends::add));
        return backends;
    }

    private static List<ServerRow> all(String reply) throws Unread {
        List<String> lines = reply.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith(BEGIN)) {
            throw Unread.because("answered no statistics: "
                    + (lines.isEmpty() ? "nothing" : lines.getFirst().strip()));
        }
        List<String> columns = split(lines.getFirst().substring(2));
        List<ServerRow> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> values = split(line);
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
                cells.put(columns.get(i), values.get(i));
            }
            rows.add(new ServerRow(cells));
        }
        return rows;
    }

    /** What a health check said may hold commas; such a cell is in quotes, and a quote in it is doubled. */
    static List<String> split(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    String backend() {
        return text("pxname").orElse("");
    }

    String server() {
        return text("svname").orElse("");
    }

    Optional<String> text(String column) {
        return Optional.ofNullable(cells.get(column)).filter(cell -> !cell.isEmpty());
    }

    /** Empty when HAProxy does not count it for this server, as responses in TCP mode, and when it is no number. */
    OptionalDouble number(String column) {
        try {
            Optional<String> cell = text(column);
            return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell.get()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
