//! Certificate of destruction: the archivist enters the registry number and the name of who asks, and gets the paper
//! (R17.3.4). The name stands on the paper and nowhere else.

use askama::Template;
use axum::extract::Query;
use papers::PaperError;
use registry::CommandError;
use vocabulary::RegistryNumber;

use super::keeping::Which;
use super::paper::{issuing, pdf};
use super::{Answer, Choice, page, page_with_errors};
use crate::desk::Desk;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::printed::{Asking, PrintError};
use crate::shell::Shell;

/// Longest reference, characters.
const REFERENCE_CHARS_MAX: usize = 64;

#[derive(Template)]
#[template(path = "destroyed.html")]
struct DestroyedPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    languages: Vec<Choice>,
}

pub(crate) async fn ask(desk: Desk, Query(which): Query<Which>) -> Answer {
    page(&form(&desk, Errors::default(), which.fields()))
}

fn form(desk: &Desk, errors: Errors, mut f: Fields) -> DestroyedPage {
    if f.get("language").is_empty() {
        f.0.push(("language".to_owned(), desk.lang().code().to_owned()));
    }
    let languages = Lang::ALL.map(|lang| Choice::new(lang.code(), lang.own_name().to_owned())).into();
    DestroyedPage { s: desk.shell("keeping"), errors, f, languages }
}

pub(crate) async fn certify(Posted { desk, fields }: Posted) -> Answer {
    let (number, asking) = match read(&desk, &fields) {
        Ok(read) => read,
        Err(errors) => return page_with_errors(&form(&desk, errors, fields)),
    };
    let issuing = issuing(&desk, fields.get("language"))?;
    // A name that no paper holds is told before anything is looked up and recorded.
    if let Err(error) = asking.check() {
        let errors = Errors::one(field_of(&error), desk.lang().t("wrong-paper-text"));
        return page_with_errors(&form(&desk, errors, fields));
    }
    let found = match desk.registry().destroyed(desk.actor(), number, fields.get("reference")).await {
        Ok(found) => found,
        Err(CommandError::Invalid { field, message }) => {
            let errors = Errors::one(field, labels::wrong_field(desk.lang(), field, message));
            return page_with_errors(&form(&desk, errors, fields));
        }
        Err(other) => return Err(other.into()),
    };
    pdf(&format!("destroyed-{}", found.issued_entry), issuing.destroyed(&found, &asking)?)
}

/// The number and who asks, or what is wrong with the fields.
fn read(desk: &Desk, fields: &Fields) -> Result<(RegistryNumber, Asking), Errors> {
    let (lang, mut errors) = (desk.lang(), Errors::default());
    let number = fields.get("number").parse::<RegistryNumber>();
    if number.is_err() {
        errors.add("number", lang.t("need-registry-number"));
    }
    let reference = fields.get("reference");
    if reference.is_empty() || reference.chars().count() > REFERENCE_CHARS_MAX {
        errors.add("reference", lang.t("need-reference"));
    }
    if fields.get("name").is_empty() {
        errors.add("name", lang.t("need-asking-name"));
    }
    let asking = Asking { name: fields.get("name").to_owned(), document: fields.some("document") };
    match number {
        Ok(number) if errors.is_empty() => Ok((number, asking)),
        _ => Err(errors),
    }
}

fn field_of(error: &PrintError) -> &'static str {
    match error {
        PrintError::Paper(PaperError::TooLong { field, .. } | PaperError::Invisible { field, .. })
            if field == "person.document" =>
        {
            "document"
        }
        _ => "name",
    }
}
