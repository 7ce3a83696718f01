package dev.sluice.rollback.memory;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.Digest;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store of texts by name in this process; it exchanges them as a whole. */
public final class MemoryStore implements BackupStore {
    private static final String PART = "texts";
    private static final int CHECKSUM = 26;
    private volatile Map<String, String> texts = Map.of();

    /** What it holds from now on. */
    public void hold(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    public Map<String, String> held() {
        return texts;
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        Map<String, String> now = new TreeMap<>(texts);
        into.reserve(now.size() + 1L);
        task.step("dumping", now.size());
        try (DataOutputStream out = new DataOutputStream(into.part(PART))) {
            out.writeInt(now.size());
            for (Map.Entry<String, String> each : now.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeUTF(each.getValue());
                task.done(1);
            }
        } catch (IOException e) {
            throw StoreFailure.passing("the archive can't be written: " + e.getMessage(), e);
        }
        return contents(now);
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        task.step("checking", from.bytes());
        List<Content> found = contents(read(from));
        if (!found.equals(contents)) {
            throw StoreFailure.lasting("the archive holds " + found + ", expected " + contents);
        }
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        task.step("loading", from.bytes());
        Map<String, String> restored = read(from);
        task.step("verifying", 0);
        List<Content> found = contents(restored);
        if (!found.equals(contents)) {
            throw StoreFailure.lasting("the archive holds " + found + ", expected " + contents);
        }
        task.step("exchanging", 0);
        texts = Map.copyOf(restored);
        return List.of(new Verification(PART, true, restored.size() + " restored"));
    }

    @Override
    public List<Content> contents(Task task) {
        return contents(texts);
    }

    private static List<Content> contents(Map<String, String> texts) {
        return List.of(new Content(PART, texts.size(), Digest.of(new TreeMap<>(texts).toString(), CHECKSUM)));
    }

    private static Map<String, String> read(ArchiveReader from) throws StoreFailure {
        Map<String, String> texts = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(from.part(PART))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                texts.put(in.readUTF(), in.readUTF());
            }
            return texts;
        } catch (IOException e) {
            throw StoreFailure.lasting("the archive can't be read: " + e.getMessage());
        }
    }
}
