package dev.sluice.rollback.redis;

import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One connection to one server, closed when the task is stopped. Commands may be sent in numbers before answers are read. */
final class RedisNode implements AutoCloseable {
    private static final int CONNECT_MS = 10_000;
    /** A server may be busy with a large key of somebody else for as long. */
    private static final int ANSWER_MS = 60_000;

    private static final List<String> PASSING = List.of(
            "LOADING", "CLUSTERDOWN", "MOVED", "ASK", "TRYAGAIN", "BUSY ", "MASTERDOWN", "READONLY", "UNBLOCKED");

    private final Connection connection;
    private final HostAndPort address;
    private final Task.Cleared cleared;
    private int sent;

    private RedisNode(Connection connection, HostAndPort address, Task.Cleared cleared) {
        this.connection = connection;
        this.address = address;
        this.cleared = cleared;
    }

    static RedisNode open(HostAndPort address, Access access, int database, Task task) throws StoreFailure {
        DefaultJedisClientConfig config = access.config(database, CONNECT_MS, ANSWER_MS);
        try {
            Connection connection = new Connection(address, config);
            connection.connect();
            return new RedisNode(connection, address, task.onStop(() -> end(connection)));
        } catch (JedisException e) {
            throw failure(address, e);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostAndPort address() {
        return address;
    }

    /** Sends a command; its answer is read by {@link #answers}. */
    void send(Protocol.Command command, byte[]... arguments) throws StoreFailure {
        try {
            connection.sendCommand(command, arguments);
            sent++;
        } catch (JedisException e) {
            throw failure(address, e);
        }
    }

    /** The answers to all that was sent, in order; an error that concerns one command stands in its place. */
    List<Object> answers() throws StoreFailure {
        try {
            List<Object> answers = new ArrayList<>(connection.getMany(sent));
            sent = 0;
            return answers;
        } catch (JedisException e) {
            throw failure(address, e);
        }
    }

    /** One command and its answer. */
    Object ask(Protocol.Command command, byte[]... arguments) throws StoreFailure {
        send(command, arguments);
        return good(answers().getFirst());
    }

    Object ask(Protocol.Command command, String... arguments) throws StoreFailure {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = bytes(arguments[i]);
        }
        return ask(command, bytes);
    }

    /** The answer, unless it is an error. */
    Object good(Object answer) throws StoreFailure {
        if (answer instanceof JedisException error) {
            throw failure(address, error);
        }
        return answer;
    }

    /** A line of INFO, such as {@code role}. */
    String info(String section, String name) throws StoreFailure {
        return text(ask(Protocol.Command.INFO, section))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    long size() throws StoreFailure {
        return (Long) ask(Protocol.Command.DBSIZE, new byte[0][]);
    }

    /** Fails at a replica: what is restored there is gone with the next word of its master. */
    void requireMaster() throws StoreFailure {
        String role = info("replication", "role");
        if (!role.toLowerCase(Locale.ROOT).equals("master")) {
            throw StoreFailure.lasting(
                    "Redis at " + address + " is a " + role + ": expected the server that takes writes");
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object answer) {
        return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
    }

    static StoreFailure failure(HostAndPort address, JedisException e) {
        String words = String.valueOf(e.getMessage());
        boolean ofCommand = e instanceof JedisDataException;
        boolean passing = !ofCommand || PASSING.stream().anyMatch(words::startsWith);
        String reason = "Redis at " + address + ": " + words;
        return passing ? StoreFailure.passing(reason, e) : StoreFailure.lasting(reason);
    }

    @Override
    public void close() {
        cleared.close();
        try {
            connection.close();
        } catch (JedisException e) {
            end(connection);
        }
    }
}
