//! Better prints of a record: taken by one officer, looked at and decided by another (Art. 13).

use askama::Template;
use axum::extract::{Path, Query};
use dactyloscopy::Template as PrintTemplate;
use registry::{CommandError, NewSupplement, Supplement, SupplementPrint, ViewReason};
use vocabulary::{EncounterId, FingerPosition, Purpose, RegistryNumber};

use super::finger::fetch;
use super::keeping::Which;
use super::verify::read_probes;
use super::{Answer, Choice, go, page, page_with_errors};
use crate::bench::Item;
use crate::desk::Desk;
use crate::draw::PairView;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::shell::Shell;
use crate::upload::Upload;
use crate::{labels, may, prints};

#[derive(Template)]
#[template(path = "supplement_new.html")]
struct NewPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    fingers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "supplement.html")]
struct SupplementPage {
    s: Shell,
    id: String,
    number: String,
    reference: String,
    at: String,
    unit: String,
    /// What became of it; empty while it waits.
    settled: String,
    is_agreed: bool,
    is_mine: bool,
    prints: Vec<PrintRow>,
}

struct PrintRow {
    name: String,
    quality: u8,
    quality_word: String,
    /// Quality of the print held, and the word for it.
    held: Option<(u8, String)>,
    /// Key of what the comparison says.
    says: &'static str,
    pair: Option<PairView>,
    /// The print alone, where there is nothing to compare it with.
    image: String,
}

/// A supplement that waits, in the list of what takes two.
pub(crate) struct WaitingRow {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) reference: String,
    pub(crate) unit: String,
    pub(crate) at: String,
    pub(crate) fingers: String,
}

/// The supplements that wait, as the page of keeping lists them.
pub(crate) async fn waiting(desk: &Desk) -> Result<Vec<WaitingRow>, Fail> {
    let lang = desk.lang();
    let row = |supplement: &Supplement| WaitingRow {
        id: supplement.id.to_string(),
        number: supplement.number.to_string(),
        reference: supplement.reference.clone(),
        unit: supplement.unit.to_string(),
        at: labels::instant(supplement.at),
        fingers: (supplement.prints.iter().map(|print| labels::finger(lang, print.position)))
            .collect::<Vec<_>>()
            .join(", "),
    };
    Ok(desk.registry().open_supplements(desk.actor()).await?.iter().map(row).collect())
}

pub(crate) async fn ask(desk: Desk, Query(which): Query<Which>) -> Answer {
    if !may::supplement(&desk) {
        return Err(Fail::NotFound);
    }
    page(&new_page(&desk, Errors::default(), which.fields()))
}

fn new_page(desk: &Desk, errors: Errors, f: Fields) -> NewPage {
    let lang = desk.lang();
    let fingers = FingerPosition::ALL.iter().map(|p| Choice::new(p, labels::finger(lang, *p))).collect();
    NewPage { s: desk.shell(may::keeping_menu(desk)), errors, f, fingers }
}

pub(crate) async fn take(upload: Upload) -> Answer {
    let Upload { desk, fields, files } = upload;
    let lang = desk.lang();
    let mut errors = Errors::default();
    let number = fields.get("number").parse::<RegistryNumber>();
    if number.is_err() {
        errors.add("number", lang.t("need-registry-number"));
    }
    let reference = fields.get("reference").to_owned();
    if reference.is_empty() || reference.chars().count() > 64 {
        errors.add("reference", lang.t("need-reference"));
    }
    let read = read_probes(&desk, &fields, files, &mut errors).await?;
    if read.iter().any(|(probe, _)| probe.position.is_none()) {
        errors.add("files", lang.t("supplement-which-finger"));
    }
    let (Ok(number), true) = (number, errors.is_empty()) else {
        return page_with_errors(&new_page(&desk, errors, fields));
    };
    let prints = read.into_iter().filter_map(|(probe, input)| Some((probe.position?, input))).collect();
    let taken = desk.registry().supplement_prints(desk.actor(), number, NewSupplement { reference, prints });
    match taken.await {
        Ok(supplement) => go(&format!("/supplements/{}", supplement.id)),
        Err(CommandError::Invalid { field, message }) => {
            let field = if field == "reference" { "reference" } else { "files" };
            let errors = Errors::one(field, labels::wrong_field(lang, field, message));
            page_with_errors(&new_page(&desk, errors, fields))
        }
        Err(CommandError::WrongState { message }) => {
            let errors = Errors::one("files", labels::wrong_field(lang, "files", message));
            page_with_errors(&new_page(&desk, errors, fields))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn show(desk: Desk, Path(id): Path<EncounterId>) -> Answer {
    let supplement = desk.registry().view_supplement(desk.actor(), id).await?;
    let lang = desk.lang();
    let mut rows = Vec::new();
    for print in &supplement.prints {
        rows.push(print_row(&desk, &supplement, print).await?);
    }
    let settled = supplement.settled.map_or_else(String::new, |settled| {
        let key = if settled.agreed { "supplement-agreed" } else { "supplement-turned-down" };
        format!("{} {}", lang.t(key), labels::instant(settled.at))
    });
    page(&SupplementPage {
        s: desk.shell(may::keeping_menu(&desk)),
        id: id.to_string(),
        number: supplement.number.to_string(),
        reference: supplement.reference.clone(),
        at: labels::instant(supplement.at),
        unit: supplement.unit.to_string(),
        is_agreed: supplement.settled.is_some_and(|settled| settled.agreed),
        settled,
        is_mine: supplement.by == desk.actor().officer,
        prints: rows,
    })
}

/// A print with what the record holds of the finger beside it. Once decided nobody looks at it for that any more.
async fn print_row(desk: &Desk, supplement: &Supplement, print: &SupplementPrint) -> Result<PrintRow, Fail> {
    let lang = desk.lang();
    let (mut pair, mut image) = (None, String::new());
    if supplement.settled.is_none() {
        let reason = ViewReason::new(Purpose::Keeping, supplement.id.to_string());
        let look = async |id| -> Result<(String, PrintTemplate), Fail> {
            let (stored, print) = fetch(desk, id, &reason).await?;
            Ok((desk.lay(Item::Image(print.png))?, stored.impression.template))
        };
        let (new, template) = look(print.impression).await?;
        match print.held {
            Some(held) => {
                let (old, known) = look(held).await?;
                pair = Some(PairView::new(&new, &template, &old, &known));
            }
            None => image = new,
        }
    }
    Ok(PrintRow {
        name: labels::finger(lang, print.position),
        quality: print.quality,
        quality_word: prints::quality_word(lang, print.quality),
        held: print.held_quality.map(|quality| (quality, prints::quality_word(lang, quality))),
        says: match print.agrees {
            Some(true) => "supplement-agrees",
            Some(false) => "supplement-differs",
            None => "supplement-nothing-held",
        },
        pair,
        image,
    })
}

pub(crate) async fn answer(Path(id): Path<EncounterId>, Posted { desk, fields }: Posted) -> Answer {
    let agree = match fields.get("answer") {
        "agree" => true,
        "turn-down" => false,
        _ => return Err(Fail::BadForm),
    };
    desk.registry().answer_supplement(desk.actor(), id, agree).await?;
    go(&format!("/supplements/{id}"))
}
