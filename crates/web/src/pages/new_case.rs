//! Opening a case: the ground, the facts, the answer of the law, and only then the case.

use askama::Template;
use axum::extract::Path;
use law::{Circumstances, Document, Exemption, Hands, Visa};
use registry::{CommandError, IdentityDetails, NewCase, Sex};
use vocabulary::{Basis, BirthDate, Body, Citizenship, Iin};

use super::language::remember;
use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::law_card::{self, LawCard};
use crate::shell::Shell;

/// Bases that register fingerprints; the others need biological material.
const BASES: [Basis; 9] =
    [Basis::B1, Basis::B1f, Basis::B8, Basis::B2, Basis::B3, Basis::B4, Basis::B5, Basis::B6, Basis::B7];

#[derive(Template)]
#[template(path = "bases.html")]
struct BasesPage {
    s: Shell,
    bases: Vec<BasisRow>,
}

struct BasisRow {
    code: &'static str,
    label: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "new_case.html")]
struct NewCasePage {
    s: Shell,
    basis: &'static str,
    basis_label: String,
    errors: Errors,
    f: Fields,
    asks_document: bool,
    documents: Vec<Choice>,
    asks_visa: bool,
    exemptions: Vec<Choice>,
    asks_medical: bool,
    asks_service: bool,
    asks_palms: bool,
    citizenships: Vec<Choice>,
    hands: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "check_case.html")]
struct CheckPage {
    s: Shell,
    basis: &'static str,
    basis_label: String,
    card: LawCard,
    rows: Vec<(String, String)>,
    f: Fields,
    may_open: bool,
}

pub(crate) async fn bases(desk: Desk) -> Answer {
    let (lang, body) = (desk.lang(), desk.actor().body);
    let bases = BASES.into_iter().filter(|basis| is_for(body, *basis)).map(|basis| BasisRow {
        code: basis.code(),
        label: labels::basis(lang, basis),
        hint: lang.t(&format!("basis-{basis}-hint")),
    });
    page(&BasesPage { s: desk.shell("cases"), bases: bases.collect() })
}

/// Whether a body ever works on a basis: shortens the list; the law decides each case.
fn is_for(body: Body, basis: Basis) -> bool {
    match body {
        Body::Iab => !matches!(basis, Basis::B1f | Basis::B2),
        Body::Mfa => matches!(basis, Basis::B1f | Basis::B7 | Basis::B8),
        Body::Trb => basis == Basis::B2,
        Body::Nsb => basis == Basis::B6,
        Body::Svc => basis == Basis::B7,
        _ => false,
    }
}

pub(crate) async fn ask(desk: Desk, Path(basis): Path<Basis>) -> Answer {
    page(&form_page(&desk, basis, Errors::default(), Fields::default()))
}

/// One address for the three steps of the form: look at the answer, change something, open the case.
pub(crate) async fn answer(Path(basis): Path<Basis>, Posted { mut desk, fields }: Posted) -> Answer {
    if let Some(lang) = Lang::from_code(fields.get("language")) {
        desk.visit.lang = lang;
        return Ok(remember(lang, page(&form_page(&desk, basis, Errors::default(), fields))?));
    }
    if fields.get("step") == "change" {
        return page(&form_page(&desk, basis, Errors::default(), fields));
    }
    let new = match read(desk.lang(), basis, &fields) {
        Ok(new) => new,
        Err(errors) => return page_with_errors(&form_page(&desk, basis, errors, fields)),
    };
    let done = if fields.get("step") == "open" {
        open(&desk, new).await
    } else {
        check(&desk, basis, &new, &fields)
    };
    match done {
        Err(Fail::Command(CommandError::Invalid { field, message })) => {
            page_with_errors(&form_page(&desk, basis, Errors::one(field, message), fields))
        }
        other => other,
    }
}

async fn open(desk: &Desk, new: NewCase) -> Answer {
    let opened = desk.registry().open_case(desk.actor(), new).await?;
    go(&format!("/cases/{}", opened.case.id))
}

fn check(desk: &Desk, basis: Basis, new: &NewCase, fields: &Fields) -> Answer {
    let decision = desk.registry().preview(desk.actor(), new)?;
    let lang = desk.lang();
    let answer = law_card::Answer::of(&decision);
    let person = &new.person;
    let mut rows = vec![
        (lang.t("person-name"), person.full_name()),
        (lang.t("person-born"), labels::born(person.born)),
        (lang.t("person-citizenship"), labels::citizenship(lang, person.citizenship)),
        (lang.t("case-reference"), new.reference.clone()),
    ];
    rows.extend(person.iin.as_ref().map(|iin| (lang.t("person-iin"), iin.to_string())));
    rows.extend(person.document_number.clone().map(|number| (lang.t("person-document"), number)));
    page(&CheckPage {
        s: desk.shell("cases"),
        basis: basis.code(),
        basis_label: labels::basis(lang, basis),
        card: LawCard::of_answer(lang, &answer),
        rows,
        f: Fields(fields.0.iter().filter(|(n, _)| n != "csrf" && n != "step").cloned().collect()),
        may_open: answer.outcome != "refuse",
    })
}

fn form_page(desk: &Desk, basis: Basis, errors: Errors, f: Fields) -> NewCasePage {
    let lang = desk.lang();
    let passport_only = matches!(basis, Basis::B1f | Basis::B8);
    let documents: &[Document] = match basis {
        Basis::B7 => &[Document::Passport, Document::DiplomaticPassport],
        _ if passport_only => &[Document::Passport],
        _ => &[Document::IdentityCard, Document::Passport],
    };
    let choices = |list: &str, codes: Vec<&'static str>| {
        codes.into_iter().map(|code| Choice::new(code, labels::code(lang, list, code))).collect()
    };
    let citizens_only = matches!(basis, Basis::B1 | Basis::B1f | Basis::B8);
    let citizenships: Vec<&str> = Citizenship::ALL
        .iter()
        .map(|c| c.code())
        .filter(|code| !citizens_only || *code == "citizen")
        .filter(|code| citizens_only || basis == Basis::B2 || *code != "citizen")
        .collect();
    NewCasePage {
        s: desk.shell("cases"),
        basis: basis.code(),
        basis_label: labels::basis(lang, basis),
        errors,
        f,
        asks_document: citizens_only || basis == Basis::B7,
        documents: choices("document", documents.iter().map(|d| d.code()).collect()),
        asks_visa: basis == Basis::B7,
        exemptions: exemptions(lang),
        asks_medical: matches!(basis, Basis::B2 | Basis::B4 | Basis::B5),
        asks_service: desk.actor().body == Body::Svc,
        asks_palms: basis == Basis::B6,
        citizenships: choices("citizenship", citizenships),
        hands: choices("hands", Hands::ALL.iter().map(|h| h.code()).collect()),
    }
}

/// The categories of Art. 10-1(2), numbered as there.
fn exemptions(lang: Lang) -> Vec<Choice> {
    let choice = |(i, e): (usize, &Exemption)| Choice::new(e, lang.t(&format!("exemption-{}", i + 1)));
    Exemption::ALL.iter().enumerate().map(choice).collect()
}

/// Reads the form; every error names its field in the language of the page.
fn read(lang: Lang, basis: Basis, f: &Fields) -> Result<NewCase, Errors> {
    let mut errors = Errors::default();
    let mut need = |name: &'static str, max: usize| {
        if f.get(name).is_empty() || f.get(name).chars().count() > max {
            errors.add(name, lang.t(&format!("need-{}", name.replace('_', "-"))));
        }
    };
    need("family_name", 120);
    need("reference", 64);
    let born = born(f);
    let sex = match f.get("sex") {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    };
    let citizenship = f.get("citizenship").parse::<Citizenship>().ok();
    let iin = f.some("iin").map(|text| Iin::parse(&text.replace(' ', "")));
    if born.is_none() {
        errors.add("born_year", lang.t("need-born"));
    }
    if sex.is_none() {
        errors.add("sex", lang.t("need-sex"));
    }
    if citizenship.is_none() {
        errors.add("citizenship", lang.t("need-citizenship"));
    }
    if let Some(Err(error)) = iin {
        let key = if error == vocabulary::IinError::Shape { "need-iin-shape" } else { "need-iin-check" };
        errors.add("iin", lang.t(key));
    }
    let (Some(born), Some(sex), Some(citizenship), true) = (born, sex, citizenship, errors.is_empty()) else {
        return Err(errors);
    };
    let person = IdentityDetails {
        family_name: f.get("family_name").to_owned(),
        given_name: f.get("given_name").to_owned(),
        patronymic: f.some("patronymic"),
        sex,
        born,
        citizenship,
        nationality: f.some("nationality").map(|code| code.to_uppercase()),
        iin: iin.and_then(Result::ok),
        document_number: f.some("document_number"),
    };
    Ok(NewCase {
        basis,
        person,
        incapable: f.ticked("incapable"),
        hands: f.get("hands").parse().unwrap_or(Hands::Whole),
        palms_recordable: !f.ticked("palms_unrecordable"),
        circumstances: circumstances(f),
        reference: f.get("reference").to_owned(),
    })
}

fn circumstances(f: &Fields) -> Circumstances {
    Circumstances {
        document: f.get("document").parse().ok(),
        visa: Visa {
            electronic: f.ticked("visa_electronic"),
            without_visit: f.ticked("visa_electronic"),
            at_airport: f.ticked("visa_at_airport"),
            diplomatic_or_service: f.ticked("visa_diplomatic"),
        },
        exemption: f.get("exemption").parse().ok(),
        reciprocity: f.ticked("reciprocity"),
        medical_conclusion: f.ticked("medical_conclusion"),
        service_agreement: f.ticked("service_agreement"),
        ..Circumstances::default()
    }
}

/// Day and month may be left empty when the document does not give them.
pub(crate) fn born(f: &Fields) -> Option<BirthDate> {
    let (year, month, day) = (f.get("born_year"), f.get("born_month"), f.get("born_day"));
    let text = match (month, day) {
        ("", "") => year.to_owned(),
        (month, "") => format!("{year}-{month:0>2}"),
        (month, day) => format!("{year}-{month:0>2}-{day:0>2}"),
    };
    BirthDate::parse(&text).ok()
}
