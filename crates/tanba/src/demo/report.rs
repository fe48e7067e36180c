//! What the demonstration did, as a table.

use std::net::SocketAddr;
use std::time::Duration;

use super::journey::Tally;
use crate::failure::Failure;
use crate::house::House;
use crate::output;

/// Prints the table of what was done.
pub(crate) fn print(
    house: &House,
    tally: &Tally,
    audit: &ledger::AuditReport,
    took: Duration,
) -> Result<(), Failure> {
    let mut rows: Vec<(String, String)> = Vec::new();
    tally.rows(&mut rows);
    rows.push(("ledger entries, each act and each refusal".into(), audit.entries.to_string()));
    rows.push((
        "ledger verified against rows and checkpoints".into(),
        if audit.ok { "yes" } else { "NO" }.into(),
    ));
    rows.push(("seconds".into(), format!("{:.1}", took.as_secs_f64())));
    let width = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    let mut text = String::from("What was done\n");
    for (what, value) in &rows {
        text += &format!("  {what:<width$}  {value:>12}\n");
    }
    for problem in audit.problems.iter().chain(&tally.notes) {
        text += &format!("  note: {problem}\n");
    }
    text += &format!("Register: {}\nCheckpoint key: {}\n", house.location, house.verifying_key);
    output::answer(&text)
}

/// Prints address and accounts.
pub(crate) fn print_accounts(
    accounts: &[web::DemoAccount],
    address: Option<SocketAddr>,
) -> Result<(), Failure> {
    let mut text = String::new();
    if let Some(address) = address {
        text += &format!("Pages: http://{address}   (stop with Ctrl-C)\n");
    }
    text += "Accounts (name, password, role, body):\n";
    for account in accounts {
        text +=
            &format!("  {:<14} {}  {}, {}\n", account.login, account.password, account.role, account.body);
    }
    output::answer(&text)
}
