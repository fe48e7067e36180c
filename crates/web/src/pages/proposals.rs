//! What takes two officers: the second one's answer, and the container of the archive that two agreed to open.

use askama::Template;
use axum::extract::Path;
use registry::{ProposalKind, RetrievedRecord};
use vocabulary::ProposalId;

use super::record::person_rows;
use super::{Answer, go, page};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::Posted;
use crate::shell::Shell;
use crate::{labels, may};

#[derive(Template)]
#[template(path = "retrieval.html")]
struct RetrievalPage {
    s: Shell,
    id: String,
}

#[derive(Template)]
#[template(path = "retrieved.html")]
struct RetrievedPage {
    s: Shell,
    number: String,
    rows: Vec<(String, String)>,
    certificates: Vec<(String, String, String)>,
    prints: Vec<(String, String, String)>,
}

/// The second person agrees, or somebody turns the proposal down.
pub(crate) async fn answer(Path(id): Path<ProposalId>, Posted { desk, fields }: Posted) -> Answer {
    let agree = match fields.get("answer") {
        "agree" => true,
        "turn-down" => false,
        _ => return Err(Fail::BadForm),
    };
    let proposal = desk.registry().answer_proposal(desk.actor(), id, agree).await?;
    match (proposal.kind, agree) {
        (ProposalKind::Retrieve, true) => go(&format!("/keeping/proposals/{id}")),
        _ => go("/keeping"),
    }
}

/// Where the two who signed the order open the container; nothing is read before they ask.
pub(crate) async fn ask(desk: Desk, Path(id): Path<ProposalId>) -> Answer {
    if !may::answer(&desk, ProposalKind::Retrieve) {
        return Err(Fail::NotFound);
    }
    page(&RetrievalPage { s: desk.shell("keeping"), id: id.to_string() })
}

pub(crate) async fn open(Path(id): Path<ProposalId>, Posted { desk, .. }: Posted) -> Answer {
    let record = desk.registry().retrieve(desk.actor(), id).await?;
    page(&retrieved_page(&desk, &record))
}

fn retrieved_page(desk: &Desk, record: &RetrievedRecord) -> RetrievedPage {
    let (lang, head) = (desk.lang(), &record.head);
    let certificate = |c: &registry::Certificate| {
        (c.number.to_string(), labels::basis(lang, c.basis), labels::date(c.registered_on))
    };
    let print = |p: &registry::ContainerPrint| {
        (labels::finger(lang, p.position), p.media_type.clone(), p.ppi.to_string())
    };
    RetrievedPage {
        s: desk.shell("keeping"),
        number: head.number.to_string(),
        rows: head.person.as_ref().map_or_else(Vec::new, |person| person_rows(lang, person)),
        certificates: head.certificates.iter().map(certificate).collect(),
        prints: head.prints.iter().map(print).collect(),
    }
}
