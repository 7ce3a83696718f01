package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root of the project, in a small project with a JDK and a Maven that only say what they are told. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("../../sluice").toAbsolutePath().normalize();

    @TempDir
    private Path project = Path.of("");

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void aProjectWithOneModule() throws IOException {
        Files.copy(LAUNCHER, project.resolve("sluice"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "<modules>\n<module>cli</module>\n</modules>\n");
        write("cli/src/main/java/A.java", "class A {}");
        program("mvnw", "echo maven \"$@\" >>calls; mkdir -p cli/target/classes");
        jdk("25.0.1");
    }

    @Test
    void helpNeedsNeitherBuildNorJdk() throws Exception {
        jdk("17.0.2");

        Outcome outcome = run("--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("up [--detach]", "demo", "rollback ID");
        assertThat(project.resolve("calls")).doesNotExist();
    }

    @Test
    void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
        Outcome first = run("status", "shop cart");
        Outcome second = run("status");

        assertThat(first.out()).contains("dev.sluice.cli.Sluice status shop cart");
        assertThat(first.err()).contains("building (first time");
        assertThat(second.err()).isEmpty();
        assertThat(calls()).hasSize(1).first().asString().contains("-pl cli", "package");
    }

    @Test
    void aChangedSourceIsBuiltAgain() throws Exception {
        run("status");
        Path source = write("cli/src/main/java/B.java", "class B {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(run("status").err()).contains("building what has changed");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() throws Exception {
        program("mvnw", "echo 'cannot find symbol'; exit 1");

        Outcome outcome = run("status");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("cannot find symbol", "target/build.log");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void testRunsEverythingAndPassesArgumentsOn() throws Exception {
        run("test", "-Pcontainers", "-Dtest=A B");

        assertThat(calls().getLast()).startsWith("maven verify").endsWith("-Pcontainers -Dtest=A B");
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        program("jdk/bin/java", "exit 42");

        assertThat(run("status").code()).isEqualTo(42);
    }

    @Test
    void withoutAJdkOneLineSaysWhatToInstall() throws Exception {
        String script = Files.readString(project.resolve("sluice"));
        Files.writeString(project.resolve("sluice"), script.replace("wanted_java=25", "wanted_java=999"));

        Outcome outcome = run("status");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("no JDK 999", "JAVA_HOME");
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("./sluice"), Stream.of(arguments)).toList();
        Path out = project.resolve("out");
        Path err = project.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", project.resolve("jdk").toString());
        builder.environment().put("PATH", project + "/nomaven:/usr/bin:/bin");
        builder.environment().keySet().removeAll(List.of("SLUICE_BUILD", "MAVEN_OPTS"));
        int code = builder.start().waitFor();
        return new Outcome(code, Files.readString(out), Files.readString(err));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(project.resolve("calls"));
    }

    private void jdk(String version) throws IOException {
        write("jdk/release", "JAVA_VERSION=\"" + version + "\"\n");
        program("jdk/bin/javac", "exit 0");
        program("jdk/bin/java", "echo \"$@\"");
        program("nomaven/mvn", "echo 'Apache Maven 3.6.3'"); // too old: the wrapper is taken
    }

    private void program(String name, String script) throws IOException {
        Path file = write(name, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }
}
