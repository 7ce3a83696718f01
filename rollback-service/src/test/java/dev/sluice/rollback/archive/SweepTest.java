package dev.sluice.rollback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.journal.Content;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention, and what a folder of a backup promises. */
class SweepTest {
    private static final Instant END = Given.START.plus(Duration.ofDays(7));
    private static final RolloutId OTHER = RolloutId.of(Given.SHOP, new StartKey("other"));
    private static final Name ORDERS = new Name("orders");

    @TempDir
    private Path root = Path.of("");

    private BackupFolder backup(RolloutId rollout) throws StoreFailure, IOException {
        BackupFolder folder = new BackupFolder(root, Given.SHOP, rollout, ORDERS);
        write(folder, rollout, Sealing.NONE);
        return folder;
    }

    private static void write(BackupFolder folder, RolloutId rollout, Sealing sealing)
            throws StoreFailure, IOException {
        FolderWriter writer = folder.begin("b-" + rollout, sealing);
        try (OutputStream part = writer.part("rows")) {
            part.write("some rows".getBytes(StandardCharsets.UTF_8));
        }
        folder.complete(new Manifest(
                "b-" + rollout,
                Given.SHOP,
                rollout,
                ORDERS,
                Given.START,
                END,
                5,
                sealing.fingerprint(),
                writer.parts(),
                List.of(new Content("rows", 1, "x"))));
    }

    @Test
    void aBackupIsKeptUntilItsTimeIsOver() throws StoreFailure, IOException {
        BackupFolder folder = backup(Given.ID);
        assertThat(new Sweep(root).run(END.minusMillis(1), Set.of())).isEmpty();
        assertThat(folder.manifest()).isPresent();
        assertThat(new Sweep(root).run(END.plusMillis(1), Set.of())).hasSize(1);
        assertThat(folder.manifest()).isEmpty();
    }

    @Test
    void whatAnOpenRolloutMayNeedIsKept() throws StoreFailure, IOException {
        BackupFolder needed = backup(Given.ID);
        BackupFolder old = backup(OTHER);
        new Sweep(root).run(END.plus(Duration.ofDays(100)), Set.of(Given.ID));
        assertThat(needed.manifest()).isPresent();
        assertThat(old.manifest()).isEmpty();
    }

    @Test
    void whatCameToNothingIsDeletedLater() throws StoreFailure, IOException {
        BackupFolder folder = new BackupFolder(root, Given.SHOP, Given.ID, ORDERS);
        folder.begin("b", Sealing.NONE).part("rows").close();
        Path store = root.resolve("shop/checkout/" + Given.ID + "/orders");
        Files.setLastModifiedTime(store, FileTime.from(Given.START));
        new Sweep(root).run(Given.START.plus(Duration.ofHours(47)), Set.of());
        assertThat(store).exists();
        new Sweep(root).run(Given.START.plus(Duration.ofHours(49)), Set.of());
        assertThat(store.getParent()).doesNotExist();
    }

    @Test
    void whatCannotBeUnderstoodIsKept() throws StoreFailure, IOException {
        backup(Given.ID);
        Path manifest = root.resolve("shop/checkout/" + Given.ID + "/orders/manifest.json");
        Files.writeString(manifest, "{");
        assertThat(new Sweep(root).run(END.plus(Duration.ofDays(100)), Set.of()))
                .isEmpty();
        assertThat(manifest).exists();
    }

    @Test
    void aFolderThatIsNotThereIsSwept() throws StoreFailure {
        assertThat(new Sweep(root.resolve("none")).run(END, Set.of())).isEmpty();
    }

    @Test
    void aBackupThatDoesNotFitIsNotBegun() throws StoreFailure {
        FolderWriter writer = new BackupFolder(root, Given.SHOP, Given.ID, ORDERS).begin("b", Sealing.NONE);
        assertThatThrownBy(() -> writer.reserve(Long.MAX_VALUE / 2))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("MiB left");
    }

    @Test
    void aSealedPartCannotBeCutOffNorPutElsewhere() throws StoreFailure, IOException {
        Sealing sealing = Sealing.with(Base64.getEncoder().encodeToString(new byte[32]));
        BackupFolder folder = new BackupFolder(root, Given.SHOP, Given.ID, ORDERS);
        write(folder, Given.ID, sealing);
        BackupFolder other = new BackupFolder(root, Given.SHOP, OTHER, ORDERS);
        write(other, OTHER, sealing);
        Path part = root.resolve("shop/checkout/" + Given.ID + "/orders/rows");
        byte[] whole = Files.readAllBytes(part);
        assertThat(read(folder, sealing)).isEqualTo("some rows");
        Files.write(part, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> read(folder, sealing)).isInstanceOf(IOException.class);
        Files.copy(
                root.resolve("shop/checkout/" + OTHER + "/orders/rows"),
                part,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> read(folder, sealing)).isInstanceOf(IOException.class);
    }

    private static String read(BackupFolder folder, Sealing sealing) throws StoreFailure, IOException {
        Manifest manifest = folder.manifest().orElseThrow();
        try (InputStream part = folder.reader(manifest, sealing).part("rows")) {
            return new String(part.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedUnseen() {
        String key = Base64.getEncoder().encodeToString(new byte[16]);
        assertThatThrownBy(() -> Sealing.with(key))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("expected 32 bytes in base64, found 16 bytes")
                .hasMessageNotContaining(key);
        assertThatThrownBy(() -> Sealing.with("hunter2!")).hasMessageNotContaining("hunter2");
    }
}
