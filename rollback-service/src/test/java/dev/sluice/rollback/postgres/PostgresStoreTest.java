package dev.sluice.rollback.postgres;

import dev.sluice.rollback.live.PostgresProcess;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.BackupStoreContract;

/** On a real server: tables of odd names and types, sequences, views, functions, triggers, large objects, rights. */
class PostgresStoreTest extends BackupStoreContract {
    static final String DATABASE = "Sh\"op's =db";
    private final PostgresProcess server = PostgresProcess.shared();

    @Override
    protected BackupStore filled() {
        Shop.create(server, DATABASE);
        return new PostgresStore(server.store("orders", DATABASE), PostgresProcess.secrets(), server.programFolder());
    }

    @Override
    protected void spoil() {
        server.sql(
                Shop.url(DATABASE),
                "CREATE TABLE IF NOT EXISTS orders (id bigint, what text)",
                "DELETE FROM orders WHERE id % 3 = 0",
                "UPDATE orders SET what = 'spoiled' WHERE id % 5 = 0",
                "ALTER TABLE orders ADD COLUMN migrated boolean DEFAULT true",
                "CREATE TABLE made_since (id int)",
                "INSERT INTO made_since VALUES (1), (1)",
                "DROP TABLE IF EXISTS \"Odd \"\"name\".\"t.a\tb le\"");
    }

    @Override
    protected void empty() {
        Shop.createEmpty(server, DATABASE);
    }
}
