//! The lane at the border: one big answer, its reason, the next step; for small screens. No image is shown, and the
//! print goes to the register as it was sent: decoded only when the law says that it is compared.

use askama::Template;
use axum::extract::{Path, Query};
use law::{Document, Hands};
use registry::{
    CaptureInput, CommandError, LaneAnswer, LaneNext, LanePrints, LaneResult, Traveller, VisaShown,
};
use vocabulary::{Body, Citizenship, FingerPosition, Role};

use super::new_case::born;
use super::{Answer, Choice, go, page, page_with_errors};
use crate::bench::Item;
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::shell::{Shell, encode};
use crate::upload::{SentFile, Upload};
use crate::{labels, may};

/// A traveller and what the lane answered.
pub(crate) struct AtLane {
    traveller: Traveller,
    result: LaneResult,
}

#[derive(Template)]
#[template(path = "lane.html")]
struct LanePage {
    s: Shell,
    errors: Errors,
    f: Fields,
    documents: Vec<Choice>,
    visas: Vec<Choice>,
    citizenships: Vec<Choice>,
    hands: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "lane_answer.html")]
struct AnswerPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    id: String,
    tone: &'static str,
    answer: String,
    reason: String,
    next: String,
    takes_finger: bool,
    to_second_line: bool,
    articles: Vec<String>,
    requirement: String,
    version: String,
    at: String,
    /// `None` when the register was not reached.
    entry: Option<u64>,
    /// What was typed, to be compared with the document.
    typed: Vec<(String, String)>,
    fingers: Vec<Choice>,
    again: String,
}

/// `?point=…`: the crossing point of the officer's last traveller.
#[derive(serde::Deserialize)]
pub(crate) struct AtPoint {
    #[serde(default)]
    point: String,
}

/// Whether the lane is where an officer of this role and body works.
pub(crate) fn is_for(role: Role, body: Body) -> bool {
    body == Body::Nsb && matches!(role, Role::Operator | Role::Supervisor)
}

pub(crate) async fn ask(desk: Desk, Query(at): Query<AtPoint>) -> Answer {
    if !may::lane(&desk) {
        return go("/lane/second-line");
    }
    let f = Fields(vec![("point".to_owned(), at.point), ("citizenship".to_owned(), "foreigner".to_owned())]);
    page(&lane_page(&desk, Errors::default(), f))
}

fn lane_page(desk: &Desk, errors: Errors, f: Fields) -> LanePage {
    let lang = desk.lang();
    let choice = |list: &str, code: &'static str| Choice::new(code, labels::code(lang, list, code));
    // The ordinary document first.
    let documents = [Document::Passport, Document::DiplomaticPassport, Document::IdentityCard];
    LanePage {
        s: desk.shell("lane"),
        errors,
        f,
        documents: documents.iter().map(|document| choice("document", document.code())).collect(),
        visas: VisaShown::ALL.iter().map(|visa| choice("visa-shown", visa.code())).collect(),
        citizenships: Citizenship::ALL.iter().map(|c| choice("citizenship", c.code())).collect(),
        hands: Hands::ALL.iter().map(|hands| choice("hands", hands.code())).collect(),
    }
}

pub(crate) async fn check(Posted { desk, fields }: Posted) -> Answer {
    let traveller = match read(desk.lang(), &fields) {
        Ok(traveller) => traveller,
        Err(errors) => return page_with_errors(&lane_page(&desk, errors, fields)),
    };
    match desk.registry().verify_at_border(desk.actor(), traveller.clone(), None).await {
        Ok(result) => lay(&desk, traveller, result),
        Err(CommandError::Invalid { field, message }) => {
            let field = if field == "person.born" { "born_year" } else { field };
            let errors = Errors::one(field, labels::wrong_field(desk.lang(), field, message));
            page_with_errors(&lane_page(&desk, errors, fields))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(lang: Lang, f: &Fields) -> Result<Traveller, Errors> {
    let mut errors = Errors::default();
    for (name, key) in [("document_number", "need-lane-document"), ("point", "need-lane-point")] {
        if f.get(name).is_empty() {
            errors.add(name, lang.t(key));
        }
    }
    let (born, citizenship) = (born(f), f.get("citizenship").parse::<Citizenship>().ok());
    if born.is_none() {
        errors.add("born_year", lang.t("need-born"));
    }
    let document = f.get("document").parse::<Document>().ok();
    let (visa, hands) = (VisaShown::from_code(f.get("visa")), f.get("hands").parse::<Hands>().ok());
    let lists = [
        ("document", document.is_none()),
        ("visa", visa.is_none()),
        ("hands", hands.is_none()),
        ("citizenship", citizenship.is_none()),
    ];
    for (name, _) in lists.into_iter().filter(|(_, wrong)| *wrong) {
        errors.add(name, lang.t("need-lane-choice"));
    }
    match (born, citizenship, document, visa, hands) {
        (Some(born), Some(citizenship), Some(document), Some(visa), Some(hands)) if errors.is_empty() => {
            let (document_number, point) = (f.get("document_number").to_owned(), f.get("point").to_owned());
            Ok(Traveller { document_number, document, born, citizenship, visa, point, hands })
        }
        _ => Err(errors),
    }
}

fn lay(desk: &Desk, traveller: Traveller, result: LaneResult) -> Answer {
    let id = desk.lay(Item::AtLane(AtLane { traveller, result }))?;
    go(&format!("/lane/{id}"))
}

pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let item = desk.find(&id)?;
    let Item::AtLane(at) = &*item else { return Err(Fail::NotFound) };
    page(&answer_page(&desk, &id, at, Errors::default(), Fields::default()))
}

fn answer_page(desk: &Desk, id: &str, at: &AtLane, errors: Errors, f: Fields) -> AnswerPage {
    let (lang, traveller, result) = (desk.lang(), &at.traveller, &at.result);
    let reason = match result.answer {
        LaneAnswer::Yes | LaneAnswer::No => lang.t(&format!("lane-reason-{}", result.answer.code())),
        _ => lang.t(result.message_key),
    };
    let fingers = FingerPosition::ALL.iter().map(|p| Choice::new(p, labels::finger(lang, *p))).collect();
    AnswerPage {
        s: desk.shell("lane"),
        errors,
        f: if f.0.is_empty() {
            Fields(vec![("position".to_owned(), suggested(result).to_string())])
        } else {
            f
        },
        id: id.to_owned(),
        tone: tone(result.answer),
        answer: lang.t(&format!("lane-answer-{}", result.answer.code())),
        reason,
        next: lang.t(&format!("lane-next-{}", result.next.code())),
        takes_finger: matches!(result.next, LaneNext::TakeFinger | LaneNext::AnotherFinger),
        to_second_line: result.next == LaneNext::SecondLine,
        articles: result.articles.iter().map(|article| labels::article(lang, article)).collect(),
        requirement: result.requirement.clone(),
        version: result.rule_version.clone(),
        at: labels::instant(result.at),
        entry: result.ledger_sequence,
        typed: vec![
            (lang.t("person-document"), traveller.document_number.clone()),
            (lang.t("person-born"), labels::born(traveller.born)),
            (lang.t("person-citizenship"), labels::citizenship(lang, traveller.citizenship)),
        ],
        fingers,
        again: format!("/lane?point={}", encode(&traveller.point)),
    }
}

/// The finger to begin with, and another one for the second time.
fn suggested(result: &LaneResult) -> FingerPosition {
    match result.next {
        LaneNext::AnotherFinger => FingerPosition::LeftIndex,
        _ => FingerPosition::RightIndex,
    }
}

fn tone(answer: LaneAnswer) -> &'static str {
    match answer {
        LaneAnswer::Yes | LaneAnswer::Exempt => "permitted",
        LaneAnswer::No | LaneAnswer::Unavailable => "attention",
        LaneAnswer::Finger | LaneAnswer::NotApplicable => "neutral",
    }
}

pub(crate) async fn finger(Path(id): Path<String>, upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let item = desk.find(&id)?;
    let Item::AtLane(at) = &*item else { return Err(Fail::NotFound) };
    let lang = desk.lang();
    let again = |text: String| {
        let errors = Errors::one("print", text);
        page_with_errors(&answer_page(&desk, &id, at, errors, fields.clone()))
    };
    let (Ok(position), Some(file)) = (fields.get("position").parse(), files.into_iter().next()) else {
        return again(lang.t("need-lane-print"));
    };
    let prints = undecoded(lang, position, file);
    match desk.registry().verify_at_border(desk.actor(), at.traveller.clone(), Some(prints)).await {
        Ok(result) => lay(&desk, at.traveller.clone(), result),
        Err(CommandError::Invalid { message, .. }) => again(message),
        Err(CommandError::Capture(error)) => again(crate::prints::extract_words(lang, &error)),
        Err(CommandError::Mirrored { .. }) => again(lang.t("fail-mirrored-todo")),
        Err(other) => Err(other.into()),
    }
}

/// One print, decoded when the register asks for it.
fn undecoded(lang: Lang, position: FingerPosition, file: SentFile) -> LanePrints {
    Box::new(move || {
        let decoded =
            interchange::decode_image(&file.bytes, None).map_err(|error| CommandError::Invalid {
                field: "print",
                message: format!("{}: {} ({error})", file.name, lang.t("print-unreadable")),
            })?;
        let media_type = decoded.format.media_type().to_owned();
        let (image, ppi) = (decoded.image, decoded.ppi);
        Ok(vec![(position, CaptureInput::Image { image, ppi, original: file.bytes, media_type })])
    })
}
