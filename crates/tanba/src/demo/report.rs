//! What the demonstration did, as a table.

use std::net::SocketAddr;
use std::time::Duration;

use super::journey::Tally;
use crate::house::House;

/// Prints the table of what was done.
#[allow(clippy::print_stdout, reason = "the table is the answer of the command")]
pub(crate) fn print(house: &House, tally: &Tally, audit: &ledger::AuditReport, took: Duration) {
    let mut rows: Vec<(String, String)> = Vec::new();
    tally.rows(&mut rows);
    rows.push(("ledger entries, each act and each refusal".into(), audit.entries.to_string()));
    rows.push((
        "ledger verified against rows and checkpoints".into(),
        if audit.ok { "yes" } else { "NO" }.into(),
    ));
    rows.push(("seconds".into(), format!("{:.1}", took.as_secs_f64())));
    let width = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    println!("What was done");
    for (what, value) in &rows {
        println!("  {what:<width$}  {value:>12}");
    }
    for problem in audit.problems.iter().chain(&tally.notes) {
        println!("  note: {problem}");
    }
    println!("Register: {}", house.folder.display());
    println!("Checkpoint key: {}", house.verifying_key);
}

/// Prints address and accounts.
#[allow(clippy::print_stdout, reason = "the address and the accounts are the answer of the command")]
pub(crate) fn print_accounts(accounts: &[web::DemoAccount], address: Option<SocketAddr>) {
    if let Some(address) = address {
        println!("Pages: http://{address}   (stop with Ctrl-C)");
    }
    println!("Accounts (name, password, role, body):");
    for account in accounts {
        println!("  {:<14} {}  {}, {}", account.login, account.password, account.role, account.body);
    }
}
