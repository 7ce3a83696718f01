package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeRulesTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void oneGoodFile() throws IOException {
        write("Good.java", "class Good {\n" + method(70) + "}\n");
    }

    @Test
    void whatFitsIsFine() {
        assertThat(SizeRules.violations(folder)).isEmpty();
    }

    @Test
    void aMethodOfMoreThanSeventyLinesIsNamed() throws IOException {
        write("Bad.java", "class Bad { class Inner {\n" + method(71) + "} }\n");
        assertThat(SizeRules.violations(folder))
                .singleElement()
                .asString()
                .contains("Bad.java", "method m has 71 lines");
    }

    @Test
    void aLongFileMustSayWhyInItsFirstComment() throws IOException {
        String body = "class Long {\n" + "    int x;\n".repeat(300) + "}\n";
        write("Long.java", "/** A list. */\n" + body);
        assertThat(SizeRules.violations(folder)).singleElement().asString().contains("Long.java has 303 lines");
        write("Long.java", "/** A list. Longer than 300\n * lines because it is one table. */\n" + body);
        assertThat(SizeRules.violations(folder)).isEmpty();
        write("Long.java", "/** A list. */\n" + body + "// Longer than 300 lines because nobody looks here\n");
        assertThat(SizeRules.violations(folder)).hasSize(1);
    }

    @Test
    void anEmptyFolderIsAViolation() throws IOException {
        Files.delete(folder.resolve("Good.java"));
        assertThat(SizeRules.violations(folder)).hasSize(1);
    }

    private static String method(int lines) {
        return "    void m() {\n" + "        int i;\n".repeat(lines - 2) + "    }\n";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
