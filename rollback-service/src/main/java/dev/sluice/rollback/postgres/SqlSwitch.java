package dev.sluice.rollback.postgres;

import dev.sluice.events.plan.Store;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.port.WriteSwitch;
import dev.sluice.rollback.postgres.PostgresServer.Session;

/** Two statements of the plan's author, run on the server of the store, in the store's database. */
public final class SqlSwitch implements WriteSwitch {
    private final WriteHook.Sql hook;
    private final PostgresServer server;

    public SqlSwitch(WriteHook.Sql hook, Store.Postgres store, Secrets secrets) {
        this.hook = hook;
        this.server = new PostgresServer(store, secrets, "");
    }

    @Override
    public void pause(Task task) throws StoreFailure {
        run(hook.pause(), task);
    }

    @Override
    public void resume(Task task) throws StoreFailure {
        run(hook.resume(), task);
    }

    private void run(String statement, Task task) throws StoreFailure {
        try (Session session = server.open(server.database(), task)) {
            session.run(statement);
        }
    }
}
