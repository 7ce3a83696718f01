package dev.sluice.rollback.postgres;

import dev.sluice.rollback.live.PostgresProcess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A database with something of everything that must survive. */
final class Shop {
    private Shop() {}

    static String url(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String quoted(String database) {
        return "\"" + database.replace("\"", "\"\"") + "\"";
    }

    static void createEmpty(PostgresProcess server, String database) {
        server.sql(
                "postgres",
                "DROP DATABASE IF EXISTS " + quoted(database) + " WITH (FORCE)",
                "DROP DATABASE IF EXISTS " + quoted(database + "_sluice_new") + " WITH (FORCE)",
                "CREATE DATABASE " + quoted(database) + " OWNER app");
    }

    static void create(PostgresProcess server, String database) {
        createEmpty(server, database);
        server.sql(
                "postgres",
                "ALTER DATABASE " + quoted(database) + " SET work_mem = '5MB'",
                "ALTER DATABASE " + quoted(database) + " SET search_path = public, \"Odd \"\"name\"",
                "ALTER ROLE app IN DATABASE " + quoted(database) + " SET application_name = 'the app''s'",
                "COMMENT ON DATABASE " + quoted(database) + " IS 'it''s ours'",
                "REVOKE CONNECT ON DATABASE " + quoted(database) + " FROM PUBLIC");
        server.sql(
                url(database),
                "SET ROLE app",
                "CREATE SCHEMA \"Odd \"\"name\"",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE TABLE orders (id bigserial PRIMARY KEY, what text NOT NULL, price numeric(10,2), at timestamptz,"
                        + " bits bytea, mood mood, tags text[], doc jsonb, ratio double precision)",
                "INSERT INTO orders (what, price, at, bits, mood, tags, doc, ratio) SELECT 'order ' || g ||"
                        + " E'\\n\\t\\\\.', g * 1.5, timestamptz '2026-01-01 00:00+00' + g * interval '1 min',"
                        + " decode(md5(g::text), 'hex'), 'ok', ARRAY['a', NULL, g::text], jsonb_build_object('g', g),"
                        + " g / 3.0 FROM generate_series(1, 500) g",
                "INSERT INTO orders (what) VALUES ('twice'), (E'\\\\.')",
                "CREATE INDEX ON orders (what)",
                "CREATE TABLE items (order_id bigint REFERENCES orders ON DELETE CASCADE, n int CHECK (n > 0))",
                "INSERT INTO items SELECT id, 1 FROM orders",
                "INSERT INTO items SELECT 1, 1 FROM generate_series(1, 3)",
                "CREATE TABLE \"Odd \"\"name\".\"t.a\tb le\" (\"a b\" int)",
                "INSERT INTO \"Odd \"\"name\".\"t.a\tb le\" VALUES (1), (2)",
                "CREATE TABLE parts (d date, v int) PARTITION BY RANGE (d)",
                "CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2026-01-01')",
                "CREATE TABLE parts_new PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "INSERT INTO parts VALUES ('2025-05-05', 1), ('2026-05-05', 2)",
                "CREATE TABLE nothing ()",
                "CREATE VIEW cheap AS SELECT * FROM orders WHERE price < 10",
                "CREATE MATERIALIZED VIEW totals AS SELECT sum(price) FROM orders",
                "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i * 2'",
                "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER noted BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noted()",
                "SELECT lo_from_bytea(0, 'large object')");
    }
}
