package dev.sluice.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The data folder of a broker: formatted once, with a cluster id that stays the folder's own.
 *
 * <p>The id is written before the format begins, so that a folder whose format was cut short is
 * formatted again under the same id.
 */
final class BrokerStorage {
    private static final String ID_FILE = "cluster.id";
    private static final String FORMATTED_MARK = "meta.properties";

    private final BrokerSettings settings;

    BrokerStorage(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Makes the folder ready for a server start; throws {@link UncheckedIOException} when it can't be written. */
    void prepare() {
        try {
            Files.createDirectories(settings.data());
            if (!Files.exists(settings.data().resolve(FORMATTED_MARK))) {
                format(clusterId());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + settings.data() + " can't be prepared", e);
        }
    }

    /** The id of this folder's cluster: the one written before, or a new one. */
    String clusterId() throws IOException {
        Path file = settings.data().resolve(ID_FILE);
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String id = Uuid.randomUuid().toString();
        Files.writeString(file, id + System.lineSeparator());
        return id;
    }

    private void format(String clusterId) throws IOException {
        Path config = Files.createTempFile("sluice-broker", ".properties");
        try {
            writeProperties(config, settings.properties());
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code;
            try (PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8)) {
                code = StorageTool.execute(
                        new String[] {
                            "format", "--ignore-formatted", "--cluster-id", clusterId, "--config", config.toString()
                        },
                        print);
            }
            if (code != 0) {
                throw new IOException("Kafka refused to format it: " + said.toString(StandardCharsets.UTF_8));
            }
        } finally {
            Files.deleteIfExists(config);
        }
    }

    private static void writeProperties(Path file, Properties properties) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }
}
