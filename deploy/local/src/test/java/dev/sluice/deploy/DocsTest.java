package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written about the code still speaks of code that is there. */
class DocsTest {
    private static final String ARCHITECTURE = DeployFiles.text(DeployFiles.ROOT.resolve("ARCHITECTURE.md"));
    private static final Path ADR = DeployFiles.ROOT.resolve("docs/adr");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?:\\.[a-zA-Z]+)?`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");

    @Test
    void everyEventHasItsPlaceInTheTableAndEveryTopicItsRow() {
        List<String> events = Stream.of(Lifecycle.class, Fact.class, DataFact.class)
                .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .map(Class::getSimpleName)
                .toList();
        String table = lines("\\| [A-Z].*");

        assertThat(events).hasSizeGreaterThan(25).allMatch(table::contains);
        assertThat(Topics.ALL).allMatch(topic -> lines("\\| `sluice\\..*").contains("| `" + topic + "` |"));
    }

    private static String lines(String matching) {
        return ARCHITECTURE.lines().filter(line -> line.matches(matching)).collect(Collectors.joining("\n"));
    }

    @Test
    void invariantsAreNumberedOneByOne() {
        List<Integer> numbers = Pattern.compile("^- \\*\\*I(\\d+) ", Pattern.MULTILINE)
                .matcher(ARCHITECTURE)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();

        assertThat(numbers)
                .hasSizeGreaterThan(20)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }

    @Test
    void typesThatDocumentsNameExist() throws IOException {
        Set<String> types;
        try (Stream<Path> sources = Files.walk(DeployFiles.ROOT)) {
            types = sources.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        for (Path document : documents()) {
            assertThat(TYPE.matcher(DeployFiles.text(document)).results().map(found -> found.group(1)))
                    .as(document.toString())
                    .allMatch(types::contains);
        }
    }

    private static List<Path> documents() {
        return Stream.concat(
                        Stream.of(DeployFiles.ROOT.resolve("ARCHITECTURE.md")), DeployFiles.files(ADR, ".md").stream())
                .toList();
    }

    @Test
    void linksLeadSomewhere() {
        List<Path> all = Stream.concat(
                        documents().stream(), DeployFiles.files(DeployFiles.DEPLOY, "README.md").stream())
                .toList();

        for (Path document : all) {
            for (MatchResult link :
                    LINK.matcher(DeployFiles.text(document)).results().toList()) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as(document.toString())
                        .exists();
            }
        }
    }

    @Test
    void decisionsAreListedAndFitOnAPage() {
        List<Path> decisions = DeployFiles.files(ADR, ".md").stream()
                .filter(file -> !file.endsWith("README.md"))
                .toList();
        String list = DeployFiles.text(ADR.resolve("README.md"));

        assertThat(decisions).hasSizeGreaterThanOrEqualTo(10).allSatisfy(decision -> {
            String text = DeployFiles.text(decision);
            String number = decision.getFileName().toString().substring(0, 4);
            assertThat(text).startsWith("# " + number + " ").contains("## Context", "## Decision", "## Consequences");
            assertThat(text.lines()).hasSizeLessThan(60);
            assertThat(list).contains("(" + decision.getFileName() + ")");
        });
    }
}
