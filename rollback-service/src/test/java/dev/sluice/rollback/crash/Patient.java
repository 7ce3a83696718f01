package dev.sluice.rollback.crash;

import dev.sluice.events.journal.Content;
import dev.sluice.events.plan.Store;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.util.List;
import java.util.function.Function;

/** One store under test, with an application that writes to it unless it is paused. */
abstract class Patient implements AutoCloseable {
    final Gate gate = new Gate();
    private final Store planned;
    private final BackupStore store;
    private final boolean exchanges;
    private List<Content> original = List.of();
    private List<Content> spoiled = List.of();

    /** @param exchanges whether old and restored data are never mixed */
    Patient(Function<Gate, Store> plan, Function<Store, BackupStore> store, boolean exchanges) {
        this.planned = plan.apply(gate);
        this.store = store.apply(planned);
        this.exchanges = exchanges;
    }

    Store planned() {
        return planned;
    }

    String name() {
        return planned.name().text();
    }

    /** Writes what a bad version would. */
    abstract void write();

    /** Closed to everybody, which is a pause of all writes too. */
    boolean closed() {
        return false;
    }

    void remember() {
        original = contents();
    }

    /** Whether the data are as they were at the backup. */
    boolean isWhole() {
        return contents().equals(original);
    }

    void spoil() {
        write();
        spoiled = contents();
        if (spoiled.equals(original)) {
            throw new AssertionError("nothing was spoiled in " + name());
        }
    }

    /** The data are the old ones or the restored ones, or nobody may write. */
    boolean isSafe() {
        if (closed()) {
            return gate.paused();
        }
        List<Content> now = contents();
        boolean pure = now.equals(original) || now.equals(spoiled);
        return pure || (!exchanges && gate.paused());
    }

    private List<Content> contents() {
        try {
            return store.contents(Task.UNSTOPPABLE);
        } catch (StoreFailure e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gate.close();
    }
}
