package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The processes that were started from one home folder, one file each in {@code run/}, and their logs in
 * {@code logs/}. A file is there from just after the start until the process was seen to have ended.
 */
public final class Ledger {
    private static final String SUFFIX = ".pid";

    private final Path home;

    /** A ledger in this folder, which is created at the first write. */
    public Ledger(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    /** The log of a process; the one of the start before it ends in {@code .1}. */
    public Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    /** Everything written down, whether it still runs or not, by name. */
    public List<ProcessRecord> records() {
        Path run = home.resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process of that name, when it runs. */
    public Optional<ProcessRecord> alive(String name) {
        return records().stream()
                .filter(written -> written.name().equals(name))
                .filter(ProcessRecord::isAlive)
                .findFirst();
    }

    void write(ProcessRecord started) {
        Properties fields = new Properties();
        fields.setProperty("pid", String.valueOf(started.pid()));
        fields.setProperty("started", started.started().toString());
        fields.setProperty("port", String.valueOf(started.port()));
        Path file = file(started.name());
        try {
            Files.createDirectories(file.getParent());
            Path draft = file.resolveSibling(started.name() + ".draft");
            try (var out = Files.newBufferedWriter(draft)) {
                fields.store(out, null);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("what was started can't be written down in " + home, e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return home.resolve("run").resolve(name + SUFFIX);
    }

    private static Optional<ProcessRecord> read(Path file) {
        Properties fields = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            fields.load(in);
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty(); // ended and removed by another command since the folder was listed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String fileName = file.getFileName().toString();
        return Optional.of(new ProcessRecord(
                fileName.substring(0, fileName.length() - SUFFIX.length()),
                Long.parseLong(fields.getProperty("pid")),
                Instant.parse(fields.getProperty("started")),
                Integer.parseInt(fields.getProperty("port"))));
    }
}
