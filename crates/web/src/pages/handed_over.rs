//! What an operator of a service firm sees: it collects and transfers, and reads nothing back (Art. 33, R33.4.2). The
//! pages show the number of the case and ask; no case, person or print is read for them.

use askama::Template;
use law::Evidence;
use vocabulary::CaseId;

use super::{Answer, Choice, page};
use crate::desk::Desk;
use crate::labels;
use crate::shell::Shell;

/// Evidence that a visa case of an adult may wait for: the guardian's, for who was declared incapable (Art. 11(3)).
const EVIDENCE: [Evidence; 2] = [Evidence::GuardianApplication, Evidence::GuardianPresent];

#[derive(Template)]
#[template(path = "handed_over.html")]
struct HandedOverPage {
    s: Shell,
    /// Empty on the first page, before a case is open.
    id: String,
    evidence: Vec<Choice>,
}

/// The first page.
pub(crate) fn start(desk: &Desk) -> Answer {
    page(&HandedOverPage { s: desk.shell("cases"), id: String::new(), evidence: Vec::new() })
}

/// One case that the firm opened.
pub(crate) fn case(desk: &Desk, id: CaseId) -> Answer {
    let choice =
        |evidence: &Evidence| Choice::new(evidence, labels::code(desk.lang(), "evidence", evidence.code()));
    page(&HandedOverPage {
        s: desk.shell("cases"),
        id: id.to_string(),
        evidence: EVIDENCE.iter().map(choice).collect(),
    })
}
