package dev.sluice.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isPlainTextWithoutATerminal() {
        Screen screen = screen(false);
        screen.status("half way");
        screen.line(Screen.Tone.GOOD, "done");

        assertThat(printed()).isEqualTo("done" + System.lineSeparator());
    }

    @Test
    void replacesTheStatusOnATerminal() {
        Screen screen = screen(true);
        screen.status("half way");
        screen.line("done");

        assertThat(printed()).endsWith("\r\u001b[Kdone" + System.lineSeparator());
    }
}
