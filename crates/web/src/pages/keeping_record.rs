//! The life of one record: where it stands, until when it is kept, what happened, and what can be done. No name.

use askama::Template;
use axum::extract::{Path, Query};
use law::{RecordObject, RetentionCase};
use registry::{DueRecord, EventScope, NotedEvent, RecordLife};
use vocabulary::RegistryNumber;

use super::keeping_deeds::{DeedView, deed_view};
use super::{Answer, go, page};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields};
use crate::i18n::Lang;
use crate::law_card::LawCard;
use crate::shell::{Shell, encode};
use crate::{labels, may};

#[derive(Template)]
#[template(path = "keeping_record.html")]
pub(crate) struct RecordPage {
    s: Shell,
    errors: Errors,
    number: String,
    reference: String,
    tone: &'static str,
    state: String,
    is_blocked: bool,
    block_article: String,
    facts: Vec<(String, String)>,
    overdue: bool,
    card: LawCard,
    events: Vec<EventRow>,
    may_annul: bool,
    /// Where the versions of the personal data are, for who may read them.
    versions: Option<String>,
    /// Where better prints are taken, for who may take them.
    supplement: Option<String>,
    deeds: Vec<DeedView>,
}

struct EventRow {
    id: String,
    kind: String,
    of_person: bool,
    date: String,
    reference: String,
    by: String,
    at: String,
    annulled: String,
}

/// `?reference=…`
#[derive(serde::Deserialize, Default)]
pub(crate) struct Why {
    #[serde(default)]
    pub(crate) reference: String,
}

pub(crate) async fn show(desk: Desk, Path(number): Path<RegistryNumber>, Query(why): Query<Why>) -> Answer {
    let reference = why.reference.trim();
    if reference.is_empty() {
        return go(&format!("/keeping?number={number}#number"));
    }
    page(&record_page(&desk, number, reference, Errors::default(), &Fields::default()).await?)
}

/// The page; `errors` and `f` are of the form that was sent.
pub(crate) async fn record_page(
    desk: &Desk,
    number: RegistryNumber,
    reference: &str,
    errors: Errors,
    f: &Fields,
) -> Result<RecordPage, Fail> {
    let (life, due) = desk.registry().record_life(desk.actor(), number, reference).await?;
    let lang = desk.lang();
    let deeds = may::deeds(desk, &life);
    Ok(RecordPage {
        s: desk.shell("keeping"),
        number: number.to_string(),
        reference: reference.to_owned(),
        tone: may::tone(life.state),
        state: labels::record_state(lang, life.state),
        is_blocked: life.state.is_blocked(),
        block_article: labels::article(lang, "9(2)"),
        facts: facts(desk, &life, &due),
        overdue: due.block_overdue || due.overdue,
        card: term_card(desk, &life),
        events: life.events.iter().map(|event| event_row(lang, event)).collect(),
        may_annul: may::annul(desk, &life),
        versions: may::see_versions(desk, &life)
            .then(|| format!("/keeping/record/{number}/superseded?reference={}", encode(reference))),
        supplement: may::supplement(desk)
            .then(|| format!("/supplements/new?number={number}&reference={}", encode(reference))),
        deeds: deeds.into_iter().map(|deed| deed_view(desk, deed, &errors, f)).collect(),
        errors,
    })
}

fn facts(desk: &Desk, life: &RecordLife, due: &DueRecord) -> Vec<(String, String)> {
    let lang = desk.lang();
    let mut facts = vec![
        (lang.t("ground"), format!("{} · {}", life.basis.code(), labels::basis(lang, life.basis))),
        (lang.t("registered-on"), labels::date(life.registered_on)),
    ];
    let mut add = |key: &str, value: Option<String>| facts.extend(value.map(|v| (lang.t(key), v)));
    let term = &due.term;
    add("in-database-until", term.in_database_until.map(labels::date));
    add("archive-until", term.archive_until.map(labels::date));
    add("destroy-from", term.destroy_from.map(labels::date));
    add("no-end-because", term.open.map(|ground| lang.t(&format!("open-{ground}"))));
    add("to-do", due.duty.map(|duty| lang.t(&format!("duty-{}", duty.duty))));
    add("do-by", due.duty.map(|duty| super::keeping::do_by(lang, due.state, duty)));
    add("to-look-at", due.review.map(|review| lang.t(&format!("review-{review}"))));
    add("joined-until", life.joined_until.map(labels::date));
    facts
}

fn term_card(desk: &Desk, life: &RecordLife) -> LawCard {
    let today = desk.today();
    let case = RetentionCase {
        basis: life.basis,
        object: RecordObject::Information,
        born: life.born,
        registered: life.registered_on,
        as_of: today,
        events: life.retained(today).events,
    };
    let version = law::version_on(today, &law::Parameters::default()).to_string();
    LawCard::of_term(desk.lang(), &law::retention(&case), version)
}

fn event_row(lang: Lang, event: &NotedEvent) -> EventRow {
    EventRow {
        id: event.id.to_string(),
        kind: lang.t(&format!("event-{}", event.kind)),
        of_person: matches!(event.scope, EventScope::Person(_)),
        date: labels::date(event.date),
        reference: event.reference.clone(),
        by: event.noted_by.map_or_else(
            || lang.t("event-by-feed"),
            |officer| super::candidates::short(&officer.to_string()),
        ),
        at: labels::instant(event.noted_at),
        annulled: event.annulled_on.map_or_else(String::new, labels::date),
    }
}
