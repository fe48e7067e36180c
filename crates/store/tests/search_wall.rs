//! The wall of Art. 28(2) in the stores themselves: the table of searches cannot be changed, a changed one is noticed at
//! opening, and on PostgreSQL the role that reads for a search sees no relative whatever it asks.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

#[path = "engines/mod.rs"]
mod engines;
#[path = "journey/mod.rs"]
mod journey;
#[path = "samples/mod.rs"]
mod samples;

use engines::Place;
use registry::StoreError;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row, sqlite::SqliteConnectOptions};

/// A register that was opened once and closed.
async fn made(place: &Place) {
    drop(place.location().open(registry::testing::stable_keys()).await.unwrap());
}

/// Statements past the register, by who owns the file or the schemas.
async fn run(place: &Place, sql: &str) -> Result<(), sqlx::Error> {
    match place {
        Place::Folder(folder) => {
            let anchor = folder.path().join("past.sqlite");
            let options = SqliteConnectOptions::new().filename(anchor).create_if_missing(true);
            let mut db = options.connect().await.unwrap();
            let links = folder.path().join("data/links.sqlite");
            let attach = format!("ATTACH DATABASE '{}' AS links", links.display());
            db.execute(sqlx::raw_sql(AssertSqlSafe(attach))).await.unwrap();
            let done = db.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.map(drop);
            db.close().await.unwrap();
            done
        }
        Place::Database(database) => database.run(sql).await,
    }
}

async fn opens(place: &Place) -> Result<(), String> {
    let store = place.location().open(registry::testing::stable_keys()).await.unwrap();
    match journey::open(store).await {
        Ok(_) => Ok(()),
        Err(error @ StoreError::Damaged { .. }) => Err(error.to_string()),
        Err(other) => panic!("{other:?}"),
    }
}

async fn cannot_be_changed(place: Place) {
    made(&place).await;
    let tries = [
        "INSERT INTO links.search_rule (query, basis, access) VALUES ('verification', 'G1', 'allowed')",
        "UPDATE links.search_rule SET access = 'allowed'",
        "DELETE FROM links.search_rule WHERE query = 'g4'",
    ];
    for sql in tries {
        let refused = run(&place, sql).await.unwrap_err().to_string();
        assert!(refused.contains("the table of searches is the Law's"), "{sql}: {refused}");
    }
    assert_eq!(opens(&place).await, Ok(()));
    let off = match &place {
        Place::Folder(_) => {
            "DROP TRIGGER links.search_rule_closed; DROP TRIGGER links.search_rule_stays; \
             DROP TRIGGER links.search_rule_remains; "
        }
        Place::Database(_) => "DROP TRIGGER search_rule_stays ON links.search_rule; ",
    };
    run(&place, off).await.unwrap();
    // Without its triggers the table itself still keeps relatives apart.
    for (query, basis) in [("g2", "G3"), ("verification", "G3"), ("g3", "G1"), ("g3", "G3")] {
        let sql = format!(
            "INSERT INTO links.search_rule (query, basis, access) VALUES ('{query}', '{basis}', 'gated')"
        );
        let refused = run(&place, &sql).await.unwrap_err().to_string().to_lowercase();
        assert!(refused.contains("check"), "{sql}: {refused}");
    }
    assert_eq!(opens(&place).await, Ok(()));
    run(&place, "UPDATE links.search_rule SET access = 'allowed' WHERE query = 'crime-scene-mark'")
        .await
        .unwrap();
    let said = opens(&place).await.unwrap_err();
    assert!(said.contains("links.search_rule") && said.contains("crime-scene-mark"), "{said}");
}

#[tokio::test]
async fn the_table_of_searches_cannot_be_changed_and_a_changed_one_is_noticed_at_opening() {
    cannot_be_changed(Place::folder()).await;
}

#[tokio::test]
async fn the_table_of_searches_of_a_database_cannot_be_changed_and_a_changed_one_is_noticed_at_opening() {
    let test =
        "the_table_of_searches_of_a_database_cannot_be_changed_and_a_changed_one_is_noticed_at_opening";
    if let Some(place) = Place::database(test) {
        cannot_be_changed(place).await;
    }
}

/// Numbers of records on G3 and G4 with an encounter each, past the register.
const PLANTED: &str = "INSERT INTO links.encounter VALUES \
    (decode(repeat('01', 16), 'hex'), decode(repeat('11', 16), 'hex'), decode(repeat('21', 16), 'hex'), 1), \
    (decode(repeat('02', 16), 'hex'), decode(repeat('12', 16), 'hex'), decode(repeat('22', 16), 'hex'), 2); \
    INSERT INTO links.registration (number, id, case_id, basis, ledger_sequence) VALUES \
    (decode(repeat('21', 16), 'hex'), decode(repeat('31', 16), 'hex'), decode(repeat('01', 16), 'hex'), 'G3', 1), \
    (decode(repeat('22', 16), 'hex'), decode(repeat('32', 16), 'hex'), decode(repeat('02', 16), 'hex'), 'G4', 2); \
    INSERT INTO biometrics.record (number, mark) SELECT number, number FROM links.registration; \
    INSERT INTO biometrics.registration (number, mark) SELECT number, number FROM links.registration; \
    INSERT INTO biometrics.encounter (id, number, mark) SELECT encounter_id, number, number FROM links.encounter";

#[tokio::test]
async fn the_role_of_a_search_sees_no_relative_whatever_it_asks() {
    let test = "the_role_of_a_search_sees_no_relative_whatever_it_asks";
    let Some(place) = Place::database(test) else { return };
    made(&place).await;
    let Place::Database(database) = &place else { unreachable!() };
    database.run(PLANTED).await.unwrap();
    for (role, seen) in [("tanba_search", 1), ("tanba_search_corpses", 2)] {
        // As the register does: its own connection takes the role.
        let mut connection = database.connect().await;
        connection.execute(AssertSqlSafe(format!("SET ROLE {role}"))).await.unwrap();
        for sql in [
            "SELECT number FROM links.registration",
            "SELECT number FROM links.registration WHERE basis = 'G3' OR true",
            "SELECT number FROM biometrics.registration",
            "SELECT number FROM biometrics.encounter",
        ] {
            let rows = connection.fetch_all(sql).await.unwrap();
            assert_eq!(rows.len(), seen, "{role}: {sql}");
            let relative = rows.iter().any(|row| row.get::<Vec<u8>, _>("number") == [0x21; 16]);
            assert_eq!(relative, role == "tanba_search_corpses", "{role}: {sql}");
        }
        for sql in [
            "SELECT person_id FROM links.registration",
            "SELECT number FROM links.life_head",
            "SELECT original FROM biometrics.image",
            "SELECT id FROM identity.person",
            "SELECT bytes FROM ledger.entry",
            "UPDATE links.registration SET basis = 'G4'",
            "DELETE FROM links.search_rule",
        ] {
            let refused = connection.execute(sql).await.unwrap_err().to_string();
            assert!(refused.contains("permission denied"), "{role}: {sql}: {refused}");
        }
        connection.close().await.unwrap();
    }
}
