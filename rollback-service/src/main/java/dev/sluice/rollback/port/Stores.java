package dev.sluice.rollback.port;

import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Target;

/** Leads from what a plan says to what does it. Asking costs nothing: the first call of what is answered connects. */
public interface Stores {
    BackupStore store(Target target, Store store);

    WriteSwitch hook(Target target, Store store, WriteHook hook);
}
