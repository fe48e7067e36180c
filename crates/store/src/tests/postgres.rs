//! Tests that need the inside of the store and a server.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row as _, SqlSafeStr};

use super::engines::Database;
use super::{new_connection, statements};
use crate::SqlStore;
use crate::folder::STORES;

/// A new register and a connection past it.
async fn new_register(test: &str) -> Option<(Database, PgConnection)> {
    let database = Database::new(test)?;
    drop(SqlStore::connect(&database.url, registry::testing::stable_keys()).await.unwrap());
    let connection = database.connect().await;
    Some((database, connection))
}

#[tokio::test]
async fn every_statement_prepares_on_postgres() {
    let Some((_database, mut connection)) = new_register("every_statement_prepares_on_postgres").await else {
        return;
    };
    for (module, name, sql) in statements() {
        let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await;
        assert!(prepared.is_ok(), "{module}::{name}: {:?}", prepared.err());
    }
}

/// Store, table, column, kind, whether it may be empty.
type Column = (String, String, String, String, bool);

async fn sqlite_columns() -> BTreeSet<Column> {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, mut connection) = new_connection(folder.path()).await;
    let mut columns = BTreeSet::new();
    for store in STORES {
        let sql = format!(
            "SELECT m.name AS tab, c.name AS col, c.type AS kind, c.\"notnull\" = 0 AND c.pk = 0 AS empty \
             FROM {store}.sqlite_schema m, pragma_table_info(m.name, '{store}') c WHERE m.type = 'table'"
        );
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap() {
            let kind: String = row.get("kind");
            columns.insert((store.to_owned(), row.get("tab"), row.get("col"), kind, row.get("empty")));
        }
    }
    columns
}

async fn postgres_columns(connection: &mut PgConnection) -> BTreeSet<Column> {
    let sql = "SELECT table_schema::text AS store, table_name::text AS tab, column_name::text AS col, \
        data_type::text AS kind, is_nullable = 'YES' AS empty FROM information_schema.columns \
        WHERE table_schema::text = ANY($1)";
    let stores: Vec<String> = STORES.iter().map(|store| (*store).to_owned()).collect();
    let rows = sqlx::query(sql).bind(stores).fetch_all(connection).await.unwrap();
    let kind = |kind: &str| match kind {
        "bigint" => "INTEGER",
        "bytea" => "BLOB",
        "double precision" => "REAL",
        "text" => "TEXT",
        other => panic!("{other} is not among the kinds that both engines have"),
    };
    let column = |row: &sqlx::postgres::PgRow| {
        (row.get("store"), row.get("tab"), row.get("col"), kind(row.get("kind")).to_owned(), row.get("empty"))
    };
    rows.iter().map(column).collect()
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let Some((_database, mut connection)) =
        new_register("both_engines_have_the_same_tables_and_columns").await
    else {
        return;
    };
    let (sqlite, postgres) = (sqlite_columns().await, postgres_columns(&mut connection).await);
    let only = |a: &BTreeSet<Column>, b| a.difference(b).cloned().collect::<Vec<_>>();
    assert!(sqlite == postgres, "SQLite only: {:?}", (only(&sqlite, &postgres), only(&postgres, &sqlite)));
    assert!(sqlite.len() > 100);
}

#[tokio::test]
async fn the_role_of_a_store_reads_that_store_and_nothing_else() {
    let Some((database, _)) = new_register("the_role_of_a_store_reads_that_store_and_nothing_else").await
    else {
        return;
    };
    for store in STORES {
        let mut thief = database.connect_as_superuser().await;
        thief.execute(AssertSqlSafe(format!("SET SESSION AUTHORIZATION tanba_{store}"))).await.unwrap();
        let sql = "SELECT n.nspname::text AS store, c.relname::text AS tab FROM pg_class c \
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v') \
            AND n.nspname::text = ANY($1)";
        let schemas: Vec<_> = STORES.iter().flat_map(|s| [(*s).to_owned(), format!("{s}_view")]).collect();
        let tables = sqlx::query(sql).bind(schemas).fetch_all(&mut thief).await.unwrap();
        assert!(tables.len() > 40);
        for row in &tables {
            let (schema, table): (String, String) = (row.get("store"), row.get("tab"));
            let own = schema == format!("{store}_view");
            let tries = [
                (format!("SELECT * FROM {schema}.{table}"), own),
                (format!("SELECT xmin FROM {schema}.{table}"), false),
                (format!("SELECT ctid FROM {schema}.{table}"), false),
                (format!("DELETE FROM {schema}.{table}"), false),
                (format!("DROP TABLE {schema}.{table}"), false),
            ];
            for (sql, may) in tries {
                let done = thief.execute(AssertSqlSafe(sql.clone())).await;
                assert_eq!(done.is_ok(), may, "tanba_{store}: {sql}: {done:?}");
            }
        }
        assert!(thief.execute("CREATE TABLE public.mine (a text)").await.is_err());
        thief.close().await.unwrap();
    }
}

/// Arrival is not told by the order of rows: two stores would be joined by it.
#[tokio::test]
async fn a_role_reads_prints_in_the_order_of_random_numbers() {
    let test = "a_role_reads_prints_in_the_order_of_random_numbers";
    let Some((database, mut connection)) = new_register(test).await else { return };
    for byte in [9, 3, 7, 1, 5] {
        let sql = format!(
            "INSERT INTO biometrics.record (number, mark) VALUES (decode(repeat('0{byte}', 16), 'hex'), \
             decode(repeat('00', 16), 'hex'))"
        );
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    let mut reader = database.connect_as_superuser().await;
    reader.execute("SET SESSION AUTHORIZATION tanba_biometrics").await.unwrap();
    let rows = sqlx::query("SELECT number FROM biometrics_view.record").fetch_all(&mut reader).await.unwrap();
    let first: Vec<u8> = rows.iter().map(|row| row.get::<&[u8], _>("number")[0]).collect();
    assert_eq!(first, [1, 3, 5, 7, 9]);
}

/// Nobody rewrites the ledger, not even as the role that writes it, whatever statement they find.
#[tokio::test]
async fn the_ledger_is_append_only_on_postgres() {
    let Some((_database, mut connection)) = new_register("the_ledger_is_append_only_on_postgres").await
    else {
        return;
    };
    let insert = "INSERT INTO ledger.entry VALUES (0, '{}', decode(repeat('00', 32), 'hex')); \
        INSERT INTO ledger.checkpoint VALUES (1, 'x')";
    connection.execute(sqlx::raw_sql(insert)).await.unwrap();
    for table in ["ledger.entry", "ledger.checkpoint"] {
        let column = if table == "ledger.entry" { "sequence" } else { "size" };
        for sql in [
            format!("UPDATE {table} SET {column} = 5"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
        ] {
            let refused = connection.execute(AssertSqlSafe(sql.clone())).await.unwrap_err().to_string();
            assert!(refused.contains("never"), "{sql}: {refused}");
        }
    }
}

#[tokio::test]
async fn foreign_newer_and_changed_schemas_of_a_database_are_refused_by_name() {
    let test = "foreign_newer_and_changed_schemas_of_a_database_are_refused_by_name";
    let cases = [
        (
            "identity",
            "CREATE SCHEMA identity; CREATE TABLE identity.notes (x text)",
            false,
            "another program",
        ),
        (
            "links",
            "INSERT INTO links.schema_version VALUES (9, '0009_future', 'x')",
            true,
            "newer program: schema 9, this program knows 2",
        ),
        ("ledger", "UPDATE ledger.schema_version SET digest = 'x'", true, "differs from this program's"),
        (
            "biometrics",
            "UPDATE biometrics.store_state SET register_id = decode(repeat('00', 16), 'hex')",
            true,
            "another register",
        ),
        ("biometrics", "UPDATE biometrics.store_state SET size = 5", true, "different moments"),
        ("links", "DROP SCHEMA links CASCADE", true, "it is empty while the others hold a register"),
    ];
    for (store, sql, first_open, expected) in cases {
        let Some(database) = Database::new(test) else { return };
        if first_open {
            drop(SqlStore::connect(&database.url, registry::testing::stable_keys()).await.unwrap());
        }
        database.run(sql).await.unwrap();
        let refused = SqlStore::connect(&database.url, registry::testing::stable_keys())
            .await
            .expect_err("must be refused")
            .to_string();
        assert!(refused.contains(expected) && refused.contains(&format!("schema {store}")), "{refused}");
    }
}
