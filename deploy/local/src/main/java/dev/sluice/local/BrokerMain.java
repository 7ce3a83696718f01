package dev.sluice.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The broker as a process of its own. It prints one line when it serves, and ends in order on SIGTERM;
 * exit code 1 when it can't start.
 */
@Command(name = "broker", description = "Runs a one-node Kafka broker on the loopback address.")
public final class BrokerMain implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "folder that keeps topics and records over restarts")
    private Path data = Path.of("");

    @Option(
            names = "--port",
            required = true,
            paramLabel = "N",
            description = "TCP port of the clients' listener, on 127.0.0.1")
    private int port;

    @Option(
            names = "--controller-port",
            paramLabel = "N",
            description = "TCP port of the controller's listener; any free one unless set")
    private int controllerPort;

    @Option(
            names = "--listener",
            paramLabel = "NAME=PORT:ADVERTISED",
            description = "a further listener on 127.0.0.1:PORT, whose clients are told 127.0.0.1:ADVERTISED")
    private Map<String, String> listeners = Map.of();

    /** Runs until it is told to stop. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BrokerMain()).execute(args));
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        int controller = controllerPort == 0 ? FreePorts.choose(1).getFirst() : controllerPort;
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(settings(controller));
        } catch (BrokerStartException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
        System.out.printf(
                "broker serves on %s after %d ms, data in %s%n",
                broker.bootstrapServers(), (System.nanoTime() - started) / 1_000_000, data);
        broker.awaitShutdown();
        return 0;
    }

    private BrokerSettings settings(int controller) {
        BrokerSettings settings = new BrokerSettings(data, port, controller);
        for (Map.Entry<String, String> listener : listeners.entrySet()) {
            String[] ports = listener.getValue().split(":", -1);
            if (ports.length != 2 || !ports[0].matches("\\d{1,5}") || !ports[1].matches("\\d{1,5}")) {
                throw new IllegalArgumentException("--listener: expected NAME=PORT:ADVERTISED, got " + listener.getKey()
                        + "=" + listener.getValue());
            }
            settings = settings.withListener(listener.getKey(), Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        }
        return settings;
    }
}
