package dev.sluice.rollback.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.OnRollback;
import dev.sluice.events.plan.Store;
import dev.sluice.events.value.Name;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FilesStoreTest extends BackupStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @AfterEach
    void nothingIsLeftBeside() throws IOException {
        try (var all = Files.list(temp)) {
            assertThat(all.map(path -> path.getFileName().toString())).isSubsetOf("agents", "one.yaml", "later");
        }
    }

    @Override
    protected BackupStore filled() {
        empty();
        write("agents/a.yaml", "a: 1\n");
        write("agents/deep/er/b.bin", "\0\1");
        write("agents/\u00e4 b" + "x".repeat(120) + ".txt", "");
        write("one.yaml", "x".repeat(200_000));
        try {
            Files.setPosixFilePermissions(temp.resolve("agents/a.yaml"), PosixFilePermissions.fromString("rw-r-----"));
            Files.setPosixFilePermissions(temp.resolve("agents/deep"), PosixFilePermissions.fromString("rwxr-x---"));
            Files.createSymbolicLink(temp.resolve("agents/current"), Path.of("deep/er"));
            Files.createDirectories(temp.resolve("agents/empty"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilesStore(new Store.Files(
                new Name("configuration"),
                OnRollback.AUTO,
                List.of(),
                List.of(temp + "/agents", temp + "/one.yaml", temp + "/later")));
    }

    @Override
    protected void spoil() {
        write("agents/a.yaml", "a: 2\n");
        write("agents/made-since.yaml", "");
        write("later", "was not there");
        write("one.yaml", "spoiled");
    }

    @Override
    protected void empty() {
        for (String name : List.of("agents", "one.yaml", "later")) {
            try {
                Tree.delete(temp.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected boolean exchanges() {
        // Each path is, and there are three of them.
        return false;
    }

    private void write(String name, String text) {
        try {
            Path file = temp.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
