package dev.sluice.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CableIT {
    private static final int PATIENCE_MS = 5_000;
    private static final int MOMENT_MS = 200;

    @Test
    void pulledOutNothingPassesAndPluggedInAgainItArrivesLate() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Cable cable = new Cable(server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), cable.port());
                Socket accepted = server.accept()) {
            client.getOutputStream().write('a');
            accepted.setSoTimeout(PATIENCE_MS);
            assertThat(accepted.getInputStream().read()).isEqualTo('a');

            cable.pullOut();
            client.getOutputStream().write('b');
            accepted.setSoTimeout(MOMENT_MS);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            cable.plugIn();
            accepted.setSoTimeout(PATIENCE_MS);
            assertThat(accepted.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void pulledOutNewConnectionsAreNotAnswered() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Cable cable = new Cable(server.getLocalPort())) {
            cable.pullOut();
            server.setSoTimeout(MOMENT_MS);
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
                assertThat(client.isConnected()).isTrue();
                assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
                cable.plugIn();
                server.setSoTimeout(PATIENCE_MS);
                try (Socket accepted = server.accept()) {
                    assertThat(accepted.isConnected()).isTrue();
                }
            }
        }
    }
}
