package dev.sluice.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A process in place of a service: serves its readiness, or ends at once with a message. */
final class FakeService {
    private FakeService() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("die")) {
            System.err.println("configuration is wrong: shop.url");
            System.exit(3);
        }
        int status = args[0].equals("sick") ? 503 : 200;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        System.out.println("fake serves, kafka at " + System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
    }
}
