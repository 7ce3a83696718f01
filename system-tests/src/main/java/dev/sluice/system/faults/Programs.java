package dev.sluice.system.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed programs that a run needs; of PostgreSQL the folder with all of its programs. */
public record Programs(Path haproxy, Path prometheus, Path postgres, Path redis) {
    private static final Path DEBIANS_POSTGRES = Path.of("/usr/lib/postgresql");

    /** The names of those that are not installed. */
    public static List<String> missing() {
        return Stream.of("haproxy", "prometheus", "initdb", "redis-server")
                .filter(name -> find(name).isEmpty())
                .toList();
    }

    /** Fails naming what is missing. */
    public static Programs find() {
        if (!missing().isEmpty()) {
            throw new CaseFailed("not installed: " + String.join(", ", missing()));
        }
        try {
            Path initdb = find("initdb").orElseThrow().toRealPath();
            Path postgres = initdb.resolveSibling(".").normalize();
            return new Programs(
                    find("haproxy").orElseThrow(),
                    find("prometheus").orElseThrow(),
                    postgres,
                    find("redis-server").orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(
                        Stream.of(path.split(File.pathSeparator)).map(Path::of),
                        Stream.of(Path.of("/usr/sbin"), Path.of("/usr/local/pgsql/bin")),
                        debians().stream())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<Path> debians() {
        if (!Files.isDirectory(DEBIANS_POSTGRES)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIANS_POSTGRES)) {
            return versions.map(version -> version.resolve("bin"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
