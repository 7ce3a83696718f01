package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the processes wrote. */
@Command(
        name = "logs",
        description = "Shows the logs of the broker and the services, or of one of them.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final String SUFFIX = ".log";

    @Mixin
    private HomeOptions folders = new HomeOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "such as traffic, traffic-service, traffic-service-2 or broker; all unless set")
    private Optional<String> service = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is written from now on, until Ctrl-C")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "how many lines of each log to begin with (${DEFAULT-VALUE})")
    private int lines;

    @Override
    public Integer call() {
        Map<String, LogTail> tails = new LinkedHashMap<>();
        names().forEach(name -> tails.put(name, new LogTail(new Ledger(folders.homeFolder()).log(name))));
        tails.forEach((name, tail) -> print(name, tail.last(lines)));
        if (follow) {
            Polling.until(Duration.ofDays(365), () -> {
                tails.forEach((name, tail) -> print(name, tail.fresh()));
                System.out.flush();
                return System.out.checkError();
            });
        }
        return 0;
    }

    private List<String> names() {
        List<String> all = all();
        if (service.isEmpty()) {
            return all;
        }
        String wanted = service.get();
        return all.stream()
                .filter(name -> name.equals(wanted) || name.equals(wanted + "-service"))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new LocalException("there is no log of %s; there are: %s"
                        .formatted(wanted, all.isEmpty() ? "none" : String.join(", ", all))));
    }

    private List<String> all() {
        Path logs = folders.homeFolder().resolve("logs");
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(String name, List<String> written) {
        String prefix = service.isPresent() ? "" : "[" + name + "] ";
        written.forEach(line -> System.out.println(prefix + line));
    }
}
