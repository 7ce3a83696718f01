package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.health.domain.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * One file as RFC 4180 has it, in UTF-8: a column {@code time} and columns of metrics. Whatever is wrong with it is a
 * {@link Refusal} that names the line and the column.
 */
final class CsvFile {
    static final String TIME = "time";
    private static final int ROWS_MAX = 5_000_000;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setTrim(true)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final Path path;
    private final List<String> header;
    private final Map<Name, NavigableMap<Instant, Sample>> samples = new HashMap<>();

    /** Reads the metrics whose columns the file has. */
    CsvFile(Path path, List<Metric> metrics) {
        this.path = path;
        try (BufferedReader text = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            skipMark(text);
            Iterator<CSVRecord> rows = FORMAT.parse(text).iterator();
            Require.that(rows.hasNext(), path.toString(), "expected a first line with the names of the columns");
            this.header = header(rows.next());
            read(rows, metrics.stream().filter(this::has).toList());
        } catch (NoSuchFileException e) {
            throw new Refusal(path.toString(), "there is no such file");
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new Refusal(path.toString(), "not readable as CSV in UTF-8: " + e.getMessage());
        }
    }

    List<String> header() {
        return header;
    }

    Map<Name, NavigableMap<Instant, Sample>> samples() {
        return samples;
    }

    private boolean has(Metric metric) {
        return header.containsAll(Columns.of(metric));
    }

    /** A spreadsheet may have put a mark of the encoding in front. */
    private static void skipMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private List<String> header(CSVRecord first) {
        List<String> names = first.toList();
        Require.that(names.contains(TIME), path.toString(), "expected a column 'time', found " + names);
        Set<String> seen = new HashSet<>();
        names.forEach(name ->
                Require.that(seen.add(name), path.toString(), "expected each column once, found '" + name + "' twice"));
        return names;
    }

    private void read(Iterator<CSVRecord> rows, List<Metric> metrics) {
        metrics.forEach(metric -> samples.put(metric.name(), new TreeMap<>()));
        int time = header.indexOf(TIME);
        Optional<Instant> before = Optional.empty();
        int count = 0;
        while (rows.hasNext()) {
            CSVRecord row = rows.next();
            Require.that(++count <= ROWS_MAX, path.toString(), "expected at most " + ROWS_MAX + " rows");
            Require.that(
                    row.size() == header.size(),
                    line(row),
                    "expected " + header.size() + " columns as in the first line, found " + row.size());
            Instant at = within(row, TIME, () -> Cells.moment(row.get(time)));
            before.ifPresent(earlier ->
                    Require.that(at.isAfter(earlier), line(row), "expected a time after " + earlier + ", found " + at));
            before = Optional.of(at);
            metrics.forEach(metric -> add(metric, row, at));
        }
        Require.that(count > 0, path.toString(), "expected at least one row of samples, found none");
    }

    private void add(Metric metric, CSVRecord row, Instant at) {
        double[] cells = Columns.of(metric).stream()
                .mapToDouble(column -> within(row, column, () -> Cells.number(metric, row.get(header.indexOf(column)))))
                .toArray();
        samples.computeIfAbsent(metric.name(), name -> new TreeMap<>()).put(at, Columns.sample(metric, cells, at));
    }

    private <T> T within(CSVRecord row, String column, Supplier<T> cell) {
        try {
            return cell.get();
        } catch (Refusal e) {
            throw new Refusal(line(row) + ", column '" + column + "'", e.expected());
        }
    }

    private String line(CSVRecord row) {
        return path + ", row " + row.getRecordNumber();
    }
}
