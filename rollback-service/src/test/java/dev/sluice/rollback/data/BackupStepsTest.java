package dev.sluice.rollback.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.DataSteps.Restored;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a backup, and of a restore from it. */
class BackupStepsTest extends StepsScene {
    @Test
    void aBackupIsTakenAndRestored() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand());
        assertThat(taken.backup()).isEqualTo(Given.ID + "-orders-20261101T100000Z");
        assertThat(taken.contents()).extracting(Content::count).containsExactly(1L);
        assertThat(taken.bytes()).isPositive();
        assertThat(taken.takenAt()).isEqualTo(Given.START);
        assertThat(taken.keptUntil()).isEqualTo(Instant.parse("2026-11-08T10:00:00Z"));
        memory.hold(Map.of("a", "2", "b", "3"));
        Restored restored = get(steps().restore(errand(), taken.backup()));
        assertThat(restored).isInstanceOfSatisfying(Restored.Verified.class, verified -> {
            assertThat(verified.checks()).allMatch(Verification::verified).isNotEmpty();
            assertThat(verified.contents()).isEqualTo(taken.contents());
        });
        assertThat(memory.held()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void aBackupThatIsThereIsTheAnswer() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken first = taken(errand());
        memory.hold(Map.of("a", "2"));
        assertThat(taken(errand())).isEqualTo(first);
    }

    @Test
    void aRestoreThatIsDoneIsNotDoneAgain() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand());
        get(steps().restore(errand(), taken.backup()));
        memory.hold(Map.of("a", "written after writes were resumed"));
        assertThat(get(steps().restore(errand(), taken.backup()))).isInstanceOf(Restored.Verified.class);
        assertThat(memory.held()).isEqualTo(Map.of("a", "written after writes were resumed"));
    }

    @Test
    void nothingOfAnEncryptedBackupIsReadable() throws IOException {
        memory.hold(Map.of("a", "top secret text".repeat(100)));
        Errand sealed = errand(Span.ofSeconds(30), Optional.of(SecretRef.ofEnv("KEY")));
        Backed.Taken taken = taken(sealed);
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("top secret", KEY);
            assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("OTHERS", "GROUP");
        }
        memory.hold(Map.of());
        get(steps().restore(sealed, taken.backup()));
        assertThat(memory.held()).containsOnlyKeys("a");
    }

    @Test
    void aBackupOfAnotherKeyIsRefusedByName() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand(Span.ofSeconds(30), Optional.of(SecretRef.ofEnv("KEY"))));
        assertThat(get(steps().restore(errand(), taken.backup())))
                .isInstanceOfSatisfying(Restored.Failed.class, failed -> assertThat(failed.reason())
                        .contains("encrypted with key", "absent"));
    }

    @Test
    void aBackupThatWasTamperedWithIsNotRestored() throws IOException {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand());
        Path part = files().stream()
                .filter(file -> file.endsWith("texts"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);
        memory.hold(Map.of("a", "2"));
        assertThat(get(steps().restore(errand(), taken.backup()))).isInstanceOf(Restored.Failed.class);
        assertThat(memory.held()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void aBackupThatIsNotTheOneThatWasToldIsNotRestored() {
        memory.hold(Map.of("a", "1"));
        taken(errand());
        assertThat(get(steps().restore(errand(), "another")))
                .isInstanceOfSatisfying(Restored.Failed.class, failed -> assertThat(failed.reason())
                        .contains("backup another is not in", "must share"));
    }

    @Test
    void aBackupThatCannotBeVerifiedIsNone() {
        store = new Wrapped() {
            @Override
            public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
                throw StoreFailure.lasting("it holds something else");
            }
        };
        assertThat(get(steps().backup(errand()))).isEqualTo(new Backed.Failed("it holds something else"));
        assertThat(files()).noneMatch(file -> file.endsWith("manifest.json"));
        store = memory;
        taken(errand());
    }
}
