package dev.sluice.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The payload of every type that travels, as it was when the type was introduced. Files are added, never edited: one
 * that fails here is a message that a running system could not read any more. A missing one is written by
 * {@code -Dsluice.update=true}, an existing one never is.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    static Stream<Object> samples() {
        return Samples.all().stream();
    }

    @BeforeAll
    static void addWhatIsNew() throws IOException {
        if (Boolean.getBoolean("sluice.update")) {
            Files.createDirectories(FOLDER);
            for (Object sample : Samples.all()) {
                String text = Json.WIRE.writerWithDefaultPrettyPrinter().writeValueAsString(sample) + "\n";
                if (Files.notExists(file(sample))) {
                    Files.writeString(file(sample), text, StandardOpenOption.CREATE_NEW);
                }
            }
        }
    }

    @Test
    void everyTypeHasASample() {
        assertThat(Samples.all())
                .extracting(sample -> WireTypes.of(sample).name())
                .containsExactlyInAnyOrderElementsOf(
                        WireTypes.ALL.stream().map(WireType::name).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isEncodedAsEver(Object sample) throws IOException {
        Path file = file(sample);
        assertThat(file).exists();
        JsonNode golden = Json.WIRE.readTree(Files.readAllBytes(file));
        assertThat(Json.WIRE.readTree(Codec.json(sample))).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isDecodedAsEver(Object sample) throws IOException, Poison {
        WireType type = WireTypes.of(sample);
        Object decoded = Codec.bind(Files.readAllBytes(file(sample)), type.record());
        assertThat(decoded).isEqualTo(sample);
    }

    @Test
    void thereIsNoGoldenWithoutAType() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            WireTypes.ALL.stream().map(WireType::name).toList());
        }
    }

    private static Path file(Object sample) {
        return FOLDER.resolve(WireTypes.of(sample).name() + ".json");
    }
}
