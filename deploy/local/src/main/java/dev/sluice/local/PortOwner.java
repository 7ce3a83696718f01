package dev.sluice.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who listens on a TCP port of this machine, as far as the system tells. */
final class PortOwner {
    private static final int CONNECT_TIMEOUT_MS = 200;
    private static final String LISTENING = "0A";

    private PortOwner() {}

    /** Whether a process on 127.0.0.1 can't have the port. */
    static boolean isTaken(int port) {
        return accepts(port) || !canBind(port);
    }

    /** Whether somebody accepts connections on 127.0.0.1. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The listening process, where /proc shows it (Linux; other users' processes only to root). */
    static Optional<ProcessHandle> of(int port) {
        Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[3].equals(LISTENING))
                .filter(fields -> fields[1].endsWith(":%04X".formatted(port)))
                .map(fields -> "socket:[%s]".formatted(fields[9]))
                .collect(Collectors.toSet());
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process, sockets))
                .findFirst();
    }

    /** Says whose the port is, as far as it is known: {@code port 9092 is taken by java (pid 77)}. */
    static String describe(int port) {
        String owner = of(port).map(process -> " by %s (pid %d)"
                        .formatted(
                                process.info().command().map(PortOwner::program).orElse("a process"), process.pid()))
                .orElse("");
        return String.format(Locale.ROOT, "port %d is taken%s", port, owner);
    }

    private static boolean holds(ProcessHandle process, Set<String> sockets) {
        Path descriptors = Path.of("/proc", String.valueOf(process.pid()), "fd");
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException e) {
            return false; // ended meanwhile, or another user's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String program(String command) {
        return Path.of(command).getFileName().toString();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
