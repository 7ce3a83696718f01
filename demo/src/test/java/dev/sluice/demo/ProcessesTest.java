package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.router.EmbeddedRouter;
import dev.sluice.demo.target.SampleTarget;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The three programs as processes of their own: they say where they are, work together, and end when asked to. */
class ProcessesTest {
    private record Program(Process process, BufferedReader output) implements AutoCloseable {
        static Program start(Class<?> main, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Program(process, process.inputReader());
        }

        JsonObject nextLine() throws IOException {
            return new JsonObject(String.valueOf(output.readLine()));
        }

        /** Ends with SIGTERM; a JVM that was ended by it exits with 143. */
        @Override
        public void close() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theyWorkTogetherAndEndOnSigterm() throws Exception {
        Program stable = Program.start(SampleTarget.class, "--port", "0", "--version", "5.0");
        Program candidate = Program.start(SampleTarget.class, "--port", "0", "--version", "5.1");
        JsonObject stableLine = stable.nextLine();
        JsonObject candidateLine = candidate.nextLine();
        assertThat(stableLine.getString("started")).isEqualTo("sample-target");
        Program router = Program.start(
                EmbeddedRouter.class,
                "--port=0",
                "--admin-port=0",
                "--stable=127.0.0.1:" + stableLine.getInteger("port"),
                "--candidate=127.0.0.1:" + candidateLine.getInteger("port"));
        JsonObject routerLine = router.nextLine();
        assertThat(Http.get(routerLine.getInteger("adminPort"), "/split").statusCode())
                .isEqualTo(200);
        Program load = Program.start(
                LoadGenerator.class,
                "--url",
                "http://127.0.0.1:" + routerLine.getInteger("port") + "/",
                "--rate=100/s",
                "--requests=50");
        assertThat(load.nextLine().getString("rate")).isEqualTo("100/s");
        JsonObject line = load.nextLine();
        while (!line.containsKey("summary")) {
            line = load.nextLine();
        }
        assertThat(line.getJsonObject("summary").getJsonObject("answers").encode())
                .isEqualTo("{\"5.0\":{\"200\":50}}");
        load.close();
        assertThat(load.process().exitValue()).isZero();
        for (Program program : List.of(router, stable, candidate)) {
            program.close();
            assertThat(program.process().exitValue()).isEqualTo(143);
        }
    }

    @Test
    void aBadOptionEndsWith2() throws Exception {
        try (Program target = Program.start(SampleTarget.class, "--prot", "0")) {
            assertThat(target.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(target.process().exitValue()).isEqualTo(2);
        }
    }
}
