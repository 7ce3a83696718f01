package dev.sluice.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/analyze.md shows is what the commands in it print; -Dsluice.golden.write=true renews it. */
class DocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/analyze.md");
    private static final Pattern SHOWN =
            Pattern.compile("```console\n\\$ \\./sluice analyze ([^\n]+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @Test
    void theExamplesAreReal() throws IOException {
        String text = Files.readString(DOCUMENT);

        String renewed = SHOWN.matcher(text).replaceAll(shown -> Matcher.quoteReplacement(printed(shown.group(1))));

        if (Boolean.getBoolean("sluice.golden.write")) {
            Files.writeString(DOCUMENT, renewed);
        }
        assertThat(SHOWN.matcher(text).results().count()).isGreaterThanOrEqualTo(2);
        assertThat(text).isEqualTo(renewed);
    }

    /** Paths are those of a reader in the root of the project. */
    private static String printed(String line) {
        List<String> words = new ArrayList<>();
        WORD.matcher(line).results().forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
        Run run = Run.of(words.stream()
                .map(word -> word.startsWith("examples/") ? "../" + word : word)
                .toArray(String[]::new));
        return "```console\n$ ./sluice analyze " + line + "\n"
                + (run.out() + run.err()).replace("../examples/", "examples/") + "```";
    }
}
