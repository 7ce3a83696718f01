package dev.sluice.rollback.postgres;

import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.postgres.PostgresServer.Session;
import java.util.List;

/** What the role needs to restore the database; looked at before a backup, since one that can't be restored is none. */
final class Rights {
    private static final String MISSING = """
            SELECT missing FROM pg_roles r, pg_database d, LATERAL (
              SELECT 'CREATEDB' AS missing WHERE NOT r.rolcreatedb
              UNION ALL
              SELECT 'membership in pg_signal_backend' WHERE NOT pg_has_role('pg_signal_backend', 'MEMBER')
              UNION ALL
              SELECT format('membership in %I, which owns the database', pg_get_userbyid(d.datdba))
               WHERE NOT pg_has_role(d.datdba, 'MEMBER')
              UNION ALL
              SELECT DISTINCT format('membership in %I, which owns objects', pg_get_userbyid(o.refobjid))
                FROM pg_shdepend o
               WHERE o.dbid = d.oid AND o.deptype = 'o' AND o.refclassid = 'pg_authid'::regclass
                 AND NOT pg_has_role(o.refobjid, 'MEMBER')
              UNION ALL
              SELECT format('membership in %I, which has settings in the database', pg_get_userbyid(s.setrole))
                FROM pg_db_role_setting s
               WHERE s.setdatabase = d.oid AND s.setrole <> 0 AND NOT pg_has_role(s.setrole, 'MEMBER')
            ) m
            WHERE r.rolname = current_user AND NOT r.rolsuper AND d.datname = current_database()""";

    private Rights() {}

    static void check(Session session) throws StoreFailure {
        List<String> missing = session.all(MISSING, row -> row.getString(1));
        if (!missing.isEmpty()) {
            throw StoreFailure.lasting("the role could not restore what it backs up; it lacks "
                    + String.join(", ", missing) + " (docs/data.md)");
        }
    }
}
