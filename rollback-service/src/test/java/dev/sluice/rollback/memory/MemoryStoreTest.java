package dev.sluice.rollback.memory;

import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;
import java.util.Map;

class MemoryStoreTest extends BackupStoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    protected BackupStore filled() {
        store.hold(Map.of("a", "1", "b", "2"));
        return store;
    }

    @Override
    protected void spoil() {
        store.hold(Map.of("b", "3", "c", "4"));
    }

    @Override
    protected void empty() {
        store.hold(Map.of());
    }
}
