//! Fields at and beyond their limits, and any text at all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[allow(dead_code, reason = "shared with the other tests and the example")]
mod samples;

use papers::{Cell, DecisionLetter, Language, MedicalGround, Paper, PaperError, Rendered, Scope, render};
use proptest::prelude::*;
use vocabulary::Basis;

fn made(paper: &Paper) -> Result<Rendered, PaperError> {
    render(paper, Language::Kk, &samples::issue("fields", paper, Language::Kk))
}

/// The paper of a name, to be changed.
fn sample(name: &str) -> Paper {
    samples::samples(Language::Kk).into_iter().find(|(of, _)| *of == name).unwrap().1
}

/// Changes one paper and gives the words of the refusal.
fn refusal(name: &str, change: impl FnOnce(&mut Paper)) -> String {
    let mut paper = sample(name);
    change(&mut paper);
    made(&paper).unwrap_err().to_string()
}

macro_rules! change {
    ($form:ident, $name:literal, |$paper:ident| $change:expr) => {
        refusal($name, |paper| {
            let Paper::$form($paper) = paper else { panic!("another form") };
            $change;
        })
    };
}

#[test]
fn the_longest_names_fit_and_longer_ones_are_refused_by_name() {
    for (name, paper) in samples::samples(Language::Kk) {
        let mut paper = paper;
        let long = "Ұзынаттықызы ".repeat(13)[..].chars().take(160).collect::<String>();
        let person = match &mut paper {
            Paper::Certificate(form) => &mut form.holder,
            Paper::SubjectExtract(form) => &mut form.person,
            Paper::RefusalProtocol(form) => &mut form.person,
            Paper::MedicalSlip(form) => &mut form.person,
            _ => continue,
        };
        person.name = long.clone();
        assert!(made(&paper).is_ok(), "{name}");
    }
    let error = change!(Certificate, "01-certificate", |form| form.holder.name = "ұ".repeat(161));
    assert_eq!(error, "field holder.name has 161 characters, at most 160: shorten it");
    let one_word = "Ү".repeat(160);
    let mut paper = sample("01-certificate");
    if let Paper::Certificate(form) = &mut paper {
        form.holder.name = one_word;
    }
    assert_eq!(made(&paper).unwrap().pages, 1);
}

#[test]
fn what_a_form_cannot_hold_is_refused_by_name() {
    let refusals = [
        change!(Certificate, "01-certificate", |form| form.basis = Basis::BV),
        change!(RecordAct, "03-destruction-act", |form| form.commission.truncate(2)),
        change!(RecordAct, "03-destruction-act", |form| form.commission[1].name.clear()),
        change!(RecordAct, "03-destruction-act", |form| form.records[7].requirement = "R".repeat(65)),
        change!(SubjectExtract, "07-subject-extract", |form| form.prints[3].width_px += 1),
        change!(SubjectExtract, "07-subject-extract", |form| form.looks[2].article = "7\u{202E}".into()),
        change!(RefusalProtocol, "12-refusal-protocol", |form| form.basis = Basis::B1),
        change!(MedicalSlip, "16-exemption-slip", |form| form.basis = Basis::B7),
        change!(MedicalSlip, "17-postponement-slip", |form| {
            let MedicalGround::Postponed { fingers, .. } = &mut form.ground else { panic!() };
            fingers.clear();
        }),
        change!(TransferAnswer, "18-transfer-answer", |form| form.scope = vec![Scope::Answer]),
        change!(TransferAnswer, "18-transfer-answer", |form| form.scope.push(Scope::Answer)),
        change!(TransferAnswer, "19-transfer-refused", |form| form.scope.push(Scope::Answer)),
        change!(OversightReport, "20-oversight-month", |form| {
            form.tables[0].rows[1].cells[3] = Cell::Count(7);
        }),
        change!(OversightReport, "20-oversight-month", |form| form.tables[0].rows[2].cells.truncate(3)),
        change!(MaterialAct, "11-material-destruction-act", |form| form.items.clear()),
        change!(Custody, "09-material-receipt", |form| form.items[2].seal = "a\tb".into()),
        change!(DecisionLetter, "15-decision-letter", |form| form.reasons.clear()),
    ];
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("refusals", refusals.join("\n"));
    });
}

#[test]
fn a_code_is_visible_ascii() {
    let paper = sample("01-certificate");
    for (code, part) in
        [("", "is empty"), ("ab c", "visible ASCII"), ("№1", "visible ASCII"), ("\u{7}", "visible")]
    {
        let mut issue = samples::issue("code", &paper, Language::En);
        issue.authenticity.code = code.to_owned();
        let error = render(&paper, Language::En, &issue).unwrap_err().to_string();
        assert!(error.starts_with("field authenticity.code") && error.contains(part), "{error}");
    }
    let mut issue = samples::issue("code", &paper, Language::En);
    issue.authenticity.code = "x".repeat(121);
    let error = render(&paper, Language::En, &issue).unwrap_err().to_string();
    assert_eq!(error, "field authenticity.code has 121 characters, at most 120: shorten it");
    issue.authenticity.code.pop();
    issue.authenticity.address = Some("h".repeat(200));
    assert!(render(&paper, Language::En, &issue).is_ok(), "the longest code and address fit the square");
}

#[test]
fn what_the_faces_lack_is_shown_and_said() {
    let mut paper = sample("01-certificate");
    if let Paper::Certificate(form) = &mut paper {
        form.holder.name = "Ли Вэй 李伟 😀 דוד".to_owned();
    }
    let rendered = made(&paper).unwrap();
    assert_eq!(rendered.replaced.iter().collect::<String>(), "דו伟李😀");
    let text = pdf_extract::extract_text_from_mem(&rendered.pdf).unwrap();
    assert!(text.contains("Ли Вэй �� � ���"), "{text}");
    assert!(text.contains("қарпінде жоқ таңбаның орнында"), "{text}");
}

/// Texts of every kind that came to mind: letters, emoji with joiners, right to left, marks, controls, private use.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,200}",
        "[А-яӘәҒғҚқҢңӨөҰұҮүҺһІі .,-]{0,200}",
        "[\u{590}-\u{6FF}]{1,60}",
        "[\u{300}-\u{36F}e]{1,160}",
        "[\u{1F300}-\u{1FAFF}\u{200D}\u{FE0F}]{1,30}",
        "[\u{E000}-\u{E0FF}\u{FFF0}-\u{FFFF}a]{1,30}",
        "[\u{0}-\u{20}\u{7F}-\u{A0}]{0,20}",
        "[a-zA-Z0-9/_-]{150,170}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_makes_a_paper_or_a_refusal_that_names_its_field(
        name in any_text(),
        document in any_text(),
        post in any_text(),
        unit in any_text(),
    ) {
        let mut paper = sample("01-certificate");
        if let Paper::Certificate(form) = &mut paper {
            form.holder.name = name;
            form.holder.document = Some(document);
            form.issued_by.post = post;
        }
        let mut issue = samples::issue("any", &paper, Language::Ru);
        issue.unit = unit;
        if let Err(error) = render(&paper, Language::Ru, &issue) {
            let error = error.to_string();
            let fields = ["holder.name", "holder.document", "issued_by.post", "issue.unit"];
            prop_assert!(fields.iter().any(|field| error.starts_with(&format!("field {field}"))), "{error}");
        }
    }

    #[test]
    fn any_paragraph_and_table_cell_is_printed_or_refused_by_name(
        reason in any_text(),
        outcome in any_text(),
    ) {
        let letter = sample("15-decision-letter");
        if let Paper::DecisionLetter(letter) = letter {
            let letter = DecisionLetter { reasons: vec![reason], ..letter };
            if let Err(error) = made(&Paper::DecisionLetter(letter)) {
                prop_assert!(error.to_string().starts_with("field reasons[0]"), "{error}");
            }
        }
        let mut extract = samples::records::extract(Language::Kk);
        extract.uses[0].outcome = outcome;
        if let Err(error) = made(&Paper::SubjectExtract(extract)) {
            prop_assert!(error.to_string().starts_with("field uses[0].outcome"), "{error}");
        }
    }
}
