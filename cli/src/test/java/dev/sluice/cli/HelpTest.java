package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.cli.command.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    static java.util.List<String> names() {
        return Commands.names();
    }

    @Test
    void theHelpTellsTheWholeToolAndHowItEnds() {
        Run run = Run.of("--help");
        assertThat(run.code()).isZero();
        assertThat(Commands.names())
                .allSatisfy(name -> assertThat(run.out()).containsPattern("\n  " + name + " +[A-Z]"));
        assertThat(ExitCode.values())
                .allSatisfy(code -> assertThat(run.out()).contains("  " + code.number() + "   " + code.meaning()));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(115));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasItsHelp(String name) {
        Run run = Run.of(name, "--help");
        assertThat(run.out() + run.err()).contains("sluice " + name);
    }

    @Test
    void withoutACommandTheHelpIsNamed() {
        Run run = Run.of();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("sluice --help");
    }

    @Test
    void aMistypedCommandIsAnsweredWithAGuess() {
        Run run = Run.of("statsu");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'statsu'", "sluice status", "try: sluice --help");
    }

    @Test
    void aCommandOfTheLauncherSaysWhereItIs() {
        Run run = Run.of("up", "--detach");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("run ./sluice up --detach");
    }

    @Test
    void anUnknownFormatIsRefusedByName() {
        Run run = Run.of("status", "-o", "xml");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected table, json or yaml, found 'xml'");
    }

    @Test
    void theCompletionScriptKnowsEveryCommandAndIsSoundBash(@TempDir Path folder) throws Exception {
        Run run = Run.of("completion", "zsh");
        assertThat(run.code()).isZero();
        assertThat(Commands.names()).allSatisfy(name -> assertThat(run.out()).contains(name));
        assertThat(run.out()).contains("--idempotency-key", "bashcompinit", "\"table\"");
        assumeTrue(bash(folder, "true") == 0, "skipped: bash is not installed");
        assertThat(bash(folder, run.out())).isZero();
    }

    private static int bash(Path folder, String script) throws InterruptedException {
        try {
            Path file = Files.writeString(folder.resolve("script"), script, StandardCharsets.UTF_8);
            return new ProcessBuilder("bash", "-n", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
