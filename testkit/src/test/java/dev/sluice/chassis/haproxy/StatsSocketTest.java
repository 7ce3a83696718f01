package dev.sluice.chassis.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsSocketTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static StatsSocket at(ServerSocket server) {
        return new StatsSocket("tcp://127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void repliesAreToldApartByTheirEmptyLines() {
        assertThat(StatsSocket.replies("\nNo such server.\n\n\na\nb\n\nunfinished\n"))
                .containsExactly("", "No such server.", "", "a\nb");
    }

    @Test
    void aSilentOneIsLeftWhenTheLimitHasPassed() throws IOException {
        try (ServerSocket silent = server()) {
            assertThatThrownBy(() -> at(silent).ask(List.of("show info"), LIMIT))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("did not answer in time");
        }
    }

    @Test
    void oneThatClosesHalfwayHasNotAnswered() throws Exception {
        try (ServerSocket server = server()) {
            Thread answering = Thread.ofVirtual().start(() -> answerOnce(server, "one\n\ntw"));
            assertThatThrownBy(() -> at(server).ask(List.of("show a", "show b"), Duration.ofSeconds(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("closed after 1 of 2 replies");
            answering.join();
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket client = server.accept()) {
            while (client.getInputStream().read() != '\n') {
                // The whole line is read before the end: a reset would overtake the answer.
            }
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nobodyThereIsSaidAtOnce(@TempDir Path folder) {
        StatsSocket nobody = new StatsSocket("unix://" + folder.resolve("nobody.sock"));

        assertThatThrownBy(() -> nobody.ask(List.of("show info"), LIMIT)).isInstanceOf(IOException.class);
    }
}
