//! What the personal data of a record said before they were corrected: for oversight, with a reason (R13.1.4).

use askama::Template;
use axum::extract::{Path, Query};
use registry::{Correction, ViewReason};
use vocabulary::{Purpose, RegistryNumber};

use super::keeping_record::Why;
use super::record::person_rows;
use super::{Answer, go, page};
use crate::desk::Desk;
use crate::i18n::Lang;
use crate::labels;
use crate::shell::{Shell, encode};

#[derive(Template)]
#[template(path = "superseded.html")]
struct VersionsPage {
    s: Shell,
    back: String,
    number: String,
    reference: String,
    versions: Vec<VersionView>,
}

struct VersionView {
    number: u32,
    is_newest: bool,
    rows: Vec<(String, String)>,
    correction: Option<CorrectionRow>,
}

/// A correction as pages show it: no detail of the person.
pub(crate) struct CorrectionRow {
    pub(crate) at: String,
    pub(crate) kind: String,
    pub(crate) ground: String,
    pub(crate) reference: String,
    pub(crate) by: String,
}

pub(crate) fn correction_row(lang: Lang, correction: &Correction) -> CorrectionRow {
    CorrectionRow {
        at: labels::instant(correction.at),
        kind: lang.t(&format!("correction-{}", correction.kind.code())),
        ground: lang.t(&format!("ground-{}", correction.ground.code())),
        reference: correction.reference.clone(),
        by: format!("{} · {}", labels::role(lang, correction.role), labels::body(lang, correction.body)),
    }
}

pub(crate) async fn show(desk: Desk, Path(number): Path<RegistryNumber>, Query(why): Query<Why>) -> Answer {
    let reference = why.reference.trim();
    if reference.is_empty() {
        return go(&format!("/keeping?number={number}#number"));
    }
    let reason = ViewReason::new(Purpose::Keeping, reference);
    let versions = desk.registry().superseded(desk.actor(), number, &reason).await?;
    let (lang, newest) = (desk.lang(), versions.last().map(|version| version.version));
    let view = |version: &registry::PersonVersion| VersionView {
        number: version.version,
        is_newest: Some(version.version) == newest,
        rows: person_rows(lang, &version.details),
        correction: version.correction.as_ref().map(|correction| correction_row(lang, correction)),
    };
    page(&VersionsPage {
        s: desk.shell("keeping"),
        back: format!("/keeping/record/{number}?reference={}", encode(reference)),
        number: number.to_string(),
        reference: reference.to_owned(),
        versions: versions.iter().map(view).collect(),
    })
}
