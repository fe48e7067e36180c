//! The rules by which terms are counted, and the report on a change of them: signed by one officer, confirmed by another,
//! before any record is marked by the new rules (R3.1.1).

use askama::Template;
use axum::extract::{Path, Query};
use law::{Operation, TermRules};
use registry::{CommandError, ReportState, TermDifference, TermReport, TermShown, TermsStatus};
use vocabulary::ReportId;

use super::{Answer, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Posted};
use crate::i18n::Lang;
use crate::shell::Shell;
use crate::{labels, may};

#[derive(Template)]
#[template(path = "terms.html")]
struct TermsPage {
    s: Shell,
    /// Key of what waits; empty when nothing does.
    waits: &'static str,
    in_force: Option<RulesShown>,
    program: RulesShown,
    reports: Vec<ReportRow>,
}

#[derive(Template)]
#[template(path = "term_report.html")]
struct ReportPage {
    s: Shell,
    errors: Errors,
    id: String,
    number: String,
    tone: &'static str,
    state: String,
    facts: Vec<(String, String)>,
    rows: Vec<LineRow>,
    /// From 1.
    page: u32,
    pages: u32,
    signatures: Vec<SignatureRow>,
    signed_bytes: String,
    may_sign: bool,
    may_confirm: bool,
}

/// Rules as a list of what they say.
struct RulesShown(Vec<(String, String)>);

struct ReportRow {
    id: String,
    number: String,
    drawn_up_on: String,
    versions: String,
    differing: u64,
    tone: &'static str,
    state: String,
}

struct LineRow {
    number: String,
    basis_code: &'static str,
    basis: String,
    registered_on: String,
    terms: [TermRow; 2],
}

struct TermRow {
    rules: String,
    state: String,
    in_database_until: String,
    archive_until: String,
    destroy_from: String,
    ground: String,
}

struct SignatureRow {
    part: String,
    who: String,
    /// Empty while it is awaited.
    at: String,
}

/// `?page=2`
#[derive(serde::Deserialize)]
pub(crate) struct Which {
    #[serde(default = "first")]
    page: u32,
}

fn first() -> u32 {
    1
}

pub(crate) async fn list(desk: Desk) -> Answer {
    let status = desk.registry().term_rules(desk.actor()).await?;
    let lang = desk.lang();
    page(&TermsPage {
        s: desk.shell("keeping"),
        waits: waits(&status),
        in_force: status.in_force.as_ref().map(|terms| {
            let mut shown = rules(lang, &terms.rules, &terms.fingerprint);
            shown.0.insert(3, (lang.t("terms-counted-since"), labels::date(terms.since)));
            shown
        }),
        program: rules(lang, &status.program, &status.program_fingerprint),
        reports: status.reports.iter().map(|report| report_row(lang, report)).collect(),
    })
}

/// The key of what waits.
pub(crate) fn waits(status: &TermsStatus) -> &'static str {
    match status.waits {
        None => "",
        Some(registry::TermsWait::Changed) => "terms-waits-changed",
        Some(registry::TermsWait::Rewritten) => "terms-waits-rewritten",
    }
}

fn rules(lang: Lang, rules: &TermRules, fingerprint: &str) -> RulesShown {
    let table = &rules.table;
    let years = |key: &str, years: i16| (lang.t(key), lang.n("terms-years", i64::from(years)));
    RulesShown(vec![
        (lang.t("terms-version"), rules.version.clone()),
        (lang.t("terms-act"), rules.act.clone()),
        (lang.t("terms-in-force-from"), labels::date(rules.in_force)),
        years("terms-database-years", table.database_years),
        years("terms-archive-years", table.archive_years),
        years("terms-century-years", table.century_years),
        years("terms-genomic-years", table.genomic_years),
        years("terms-acquittal-years", table.acquittal_years),
        (lang.t("terms-fingerprint"), fingerprint.chars().take(16).collect()),
    ])
}

fn state(lang: Lang, state: ReportState) -> String {
    lang.t(&format!("term-report-{}", state.code()))
}

fn tone(state: ReportState) -> &'static str {
    match state {
        ReportState::DrawnUp | ReportState::Signed => "case-awaiting",
        ReportState::Confirmed => "permitted",
        ReportState::Superseded => "neutral",
    }
}

fn report_row(lang: Lang, report: &TermReport) -> ReportRow {
    let text = &report.text;
    ReportRow {
        id: text.id.to_string(),
        number: text.number.clone(),
        drawn_up_on: labels::date(text.drawn_up_on),
        versions: format!("{} → {}", text.old.version, text.new.version),
        differing: text.totals.differing,
        tone: tone(report.state),
        state: state(lang, report.state),
    }
}

pub(crate) async fn show(desk: Desk, Path(id): Path<ReportId>, Query(which): Query<Which>) -> Answer {
    page(&report_page(&desk, id, which.page, Errors::default()).await?)
}

async fn report_page(desk: &Desk, id: ReportId, page: u32, errors: Errors) -> Result<ReportPage, Fail> {
    let (registry, lang) = (desk.registry(), desk.lang());
    let report = registry.term_report(desk.actor(), id).await?;
    let text = &report.text;
    let lines = match page.checked_sub(1) {
        Some(_) if text.pages == 0 => Vec::new(),
        Some(page) => registry.term_report_page(desk.actor(), id, page).await?.lines,
        None => return Err(Fail::NotFound),
    };
    let signed_bytes = text.canonical().map_err(|e| Fail::Internal(format!("report: {e}")))?;
    let versions = [text.old.version.as_str(), text.new.version.as_str()];
    Ok(ReportPage {
        s: desk.shell("keeping"),
        errors,
        id: id.to_string(),
        number: text.number.clone(),
        tone: tone(report.state),
        state: state(lang, report.state),
        facts: facts(lang, &report),
        rows: lines.iter().map(|line| line_row(lang, line, versions)).collect(),
        page,
        pages: text.pages,
        signatures: signatures(lang, &report),
        signed_bytes: String::from_utf8_lossy(&signed_bytes).into_owned(),
        may_sign: report.is_open() && may::terms(desk, Operation::SignTerms, &report),
        may_confirm: report.is_open() && may::terms(desk, Operation::ConfirmTerms, &report),
    })
}

fn facts(lang: Lang, report: &TermReport) -> Vec<(String, String)> {
    let (text, totals) = (&report.text, &report.text.totals);
    let by_basis: Vec<_> = totals.by_basis.iter().map(|(basis, count)| format!("{basis}: {count}")).collect();
    vec![
        (lang.t("act-drawn-up-on"), labels::date(text.drawn_up_on)),
        (lang.t("terms-old"), format!("{} · {}", text.old.version, text.old.act)),
        (lang.t("terms-new"), format!("{} · {}", text.new.version, text.new.act)),
        (lang.t("terms-in-force-from"), labels::date(text.new.in_force)),
        (lang.t("terms-records"), totals.records.to_string()),
        (lang.t("terms-differing"), totals.differing.to_string()),
        (lang.t("terms-sooner"), totals.sooner.to_string()),
        (lang.t("terms-later"), totals.later.to_string()),
        (lang.t("terms-otherwise"), totals.otherwise.to_string()),
        (lang.t("terms-by-basis"), by_basis.join(" · ")),
        (lang.t("law-article"), labels::article(lang, "3(1)")),
    ]
}

fn line_row(lang: Lang, line: &TermDifference, versions: [&str; 2]) -> LineRow {
    LineRow {
        number: line.number.to_string(),
        basis_code: line.basis.code(),
        basis: labels::basis(lang, line.basis),
        registered_on: labels::date(line.registered_on),
        terms: [term_row(lang, &line.old, versions[0]), term_row(lang, &line.new, versions[1])],
    }
}

fn term_row(lang: Lang, term: &TermShown, version: &str) -> TermRow {
    let day = |date: Option<jiff::civil::Date>| date.map_or_else(|| "–".to_owned(), labels::date);
    let articles: Vec<_> = term.articles.iter().map(|article| labels::article(lang, article)).collect();
    TermRow {
        rules: version.to_owned(),
        state: lang.t(&format!("retention-{}", term.state.code())),
        in_database_until: day(term.in_database_until),
        archive_until: day(term.archive_until),
        destroy_from: day(term.destroy_from),
        ground: format!("{} · {}", term.requirement, articles.join(" · ")),
    }
}

fn signatures(lang: Lang, report: &TermReport) -> Vec<SignatureRow> {
    let row = |part: &str, given: &Option<registry::ActSignature>| SignatureRow {
        part: lang.t(part),
        who: given
            .as_ref()
            .map_or_else(String::new, |given| super::candidates::short(&given.officer.to_string())),
        at: given.as_ref().map_or_else(String::new, |given| labels::instant(given.signed.at)),
    };
    vec![row("terms-signer", &report.signed), row("terms-confirmer", &report.confirmed)]
}

/// The data-protection officer signs, or the head confirms: `confirm` tells which.
async fn put_signature(desk: Desk, id: ReportId, confirm: bool, secret: &str) -> Answer {
    if secret.is_empty() {
        let errors = Errors::one("secret", desk.lang().t("need-passphrase"));
        return page_with_errors(&report_page(&desk, id, 1, errors).await?);
    }
    match desk.registry().sign_term_report_here(desk.actor(), id, confirm, secret).await {
        Ok(_) => go(&format!("/keeping/terms/{id}")),
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one("secret", labels::wrong_field(desk.lang(), field, message));
            page_with_errors(&report_page(&desk, id, 1, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn sign(Path(id): Path<ReportId>, Posted { desk, fields }: Posted) -> Answer {
    put_signature(desk, id, false, fields.raw("secret")).await
}

pub(crate) async fn confirm(Path(id): Path<ReportId>, Posted { desk, fields }: Posted) -> Answer {
    put_signature(desk, id, true, fields.raw("secret")).await
}
