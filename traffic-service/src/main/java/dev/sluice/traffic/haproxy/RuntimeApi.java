package dev.sluice.traffic.haproxy;

import dev.sluice.chassis.haproxy.StatsSocket;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/** HAProxy's Runtime API at one address; what goes wrong on the way there is told as a router's failure. */
final class RuntimeApi {
    private final String address;
    private final StatsSocket socket;

    RuntimeApi(String address) {
        this.address = address;
        this.socket = new StatsSocket(address);
    }

    String address() {
        return address;
    }

    /** One reply per command, as {@link StatsSocket#ask} has it. */
    List<String> ask(List<String> commands, Deadline deadline) throws RouterFailure {
        try {
            return socket.ask(commands, Duration.ofMillis(deadline.millisLeft()));
        } catch (SocketTimeoutException e) {
            throw new Unreachable(address + " " + e.getMessage(), e);
        } catch (IOException e) {
            String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unreachable(address + ": " + said, e);
        }
    }
}
