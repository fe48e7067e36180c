//! Synthetic papers, one of each form, for the tests and for the example that writes them.

mod letters;
pub(crate) mod records;
mod report;

use jiff::civil::{Date, date};
use papers::{Authenticity, Issue, Language, Paper, Person, Signatory, Signature};
use sha2::{Digest, Sha256};
use vocabulary::{BirthDate, Body, Iin};

/// A name for the file and the paper in the language.
pub(crate) fn samples(language: Language) -> Vec<(&'static str, Paper)> {
    let mut all = records::samples(language);
    all.extend(letters::samples(language));
    all.extend(report::samples(language));
    all
}

/// Issue of a paper with a code of its own.
pub(crate) fn issue(name: &str, paper: &Paper, language: Language) -> Issue {
    let code = match paper {
        Paper::Certificate(certificate) => certificate.number.to_string(),
        _ => format!("48213-{}", &hex::encode(Sha256::digest(name))[..16]),
    };
    let address = Some("https://register.example/check?code=".to_owned());
    let body = match paper {
        Paper::MaterialAct(_) | Paper::Custody(_) => Body::Agd,
        _ => Body::Iab,
    };
    Issue {
        body,
        unit: text(
            language,
            "Алматы қаласы, № 1 бөлімше",
            "город Алматы, подразделение № 1",
            "city of Almaty, unit No. 1",
        ),
        issued: TODAY,
        authenticity: Authenticity { code, address },
    }
}

pub(crate) const TODAY: Date = date(2026, 3, 2);

pub(crate) fn text(language: Language, kk: &str, ru: &str, en: &str) -> String {
    match language {
        Language::Kk => kk,
        Language::Ru => ru,
        Language::En => en,
    }
    .to_owned()
}

pub(crate) fn person(language: Language) -> Person {
    Person {
        name: text(language, "Серікова Әсем Ғалымқызы", "Серикова Асем Галымовна", "Serikova Asem"),
        born: BirthDate::parse("1991-07-14").ok(),
        iin: Iin::parse("910714400014").ok().or_else(|| iin("91071440001")),
        document: Some(text(
            language,
            "жеке куәлік 012345678",
            "удостоверение личности 012345678",
            "identity card 012345678",
        )),
    }
}

/// An IIN with the right check digit.
fn iin(eleven: &str) -> Option<Iin> {
    (0..10).find_map(|digit| Iin::parse(&format!("{eleven}{digit}")).ok())
}

pub(crate) fn officer(language: Language, signed: bool) -> Signatory {
    Signatory {
        post: text(language, "аға инспектор", "старший инспектор", "senior inspector"),
        name: text(language, "Омаров Ғ. Қ.", "Омаров Г. К.", "Omarov G. K."),
        signature: signed.then(|| signature("officer")),
    }
}

pub(crate) fn signature(of: &str) -> Signature {
    Signature { signed: TODAY, digest: Sha256::digest(of).into() }
}

pub(crate) fn commission(language: Language) -> Vec<Signatory> {
    let posts = [
        text(
            language,
            "комиссия төрағасы, мұрағатшы",
            "председатель комиссии, архивариус",
            "chair of the commission, archivist",
        ),
        text(
            language,
            "комиссия мүшесі, деректерді қорғауға жауапты адам",
            "член комиссии, ответственный за защиту данных",
            "member, data-protection officer",
        ),
        text(language, "комиссия мүшесі, эксперт", "член комиссии, эксперт", "member, examiner"),
    ];
    let names = ["Ахметова Ұ. Ң.", "Ким В. С.", "Өтеген Һ. І."];
    posts
        .into_iter()
        .zip(names)
        .enumerate()
        .map(|(at, (post, name))| Signatory {
            post,
            name: name.to_owned(),
            signature: (at < 2).then(|| signature(name)),
        })
        .collect()
}

pub(crate) fn head(language: Language) -> Signatory {
    Signatory {
        post: text(
            language,
            "уәкілетті бөлімше басшысы",
            "руководитель уполномоченного подразделения",
            "head of the authorised division",
        ),
        name: text(language, "Жүнісов Қ. Б.", "Жунусов К. Б.", "Zhunusov K. B."),
        signature: None,
    }
}
