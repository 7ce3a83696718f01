package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds docs/cli.md against the command line; what stands between its marks is written by this test on request. */
class DocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/cli.md");

    @Test
    void theDocumentTellsWhatTheCommandLineDoes() throws IOException {
        String text = Files.readString(DOCUMENT);
        String renewed = renewed(renewed(text, "commands", commands()), "exit codes", exitCodes());
        if (Golden.writing()) {
            Files.writeString(DOCUMENT, renewed);
        }
        assertThat(text)
                .as("docs/cli.md; renew it with -Dsluice.golden.write=true")
                .isEqualTo(renewed);
    }

    private static String renewed(String text, String part, String content) {
        String begin = "<!-- " + part + ": generated -->\n";
        String end = "<!-- end of " + part + " -->";
        assertThat(text).contains(begin, end);
        return text.substring(0, text.indexOf(begin) + begin.length()) + content + text.substring(text.indexOf(end));
    }

    private static String commands() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> group : Commands.groups().entrySet()) {
            text.append("\n### ").append(group.getKey()).append("\n");
            for (String name : group.getValue()) {
                String help = Run.of(name, "--help").out();
                text.append("\n#### ")
                        .append(name)
                        .append("\n\n```text\n")
                        .append(own(help))
                        .append("\n```\n");
            }
        }
        return text.append('\n').toString();
    }

    /** Without what is the same for every command. */
    private static String own(String help) {
        int same = help.indexOf("Everywhere:");
        return (same < 0 ? help : help.substring(0, same)).stripTrailing();
    }

    private static String exitCodes() {
        StringBuilder text = new StringBuilder("\n| code | meaning |\n|---|---|\n");
        ExitCode.table().forEach((number, meaning) -> text.append("| ")
                .append(number)
                .append(" | ")
                .append(meaning)
                .append(" |\n"));
        return text.append('\n').toString();
    }
}
