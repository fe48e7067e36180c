//! Codes in plain words, dates as DD.MM.YYYY, articles as a lawyer of the language writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use registry::{Adjudication, CaseState, RecordState};
use vocabulary::{Basis, BirthDate, Body, Citizenship, FingerPosition, MissingReason, Purpose, Role};

use crate::i18n::Lang;

pub(crate) fn basis(lang: Lang, basis: Basis) -> String {
    lang.t(&format!("basis-{basis}"))
}
pub(crate) fn body(lang: Lang, body: Body) -> String {
    lang.t(&format!("body-{body}"))
}
pub(crate) fn role(lang: Lang, role: Role) -> String {
    lang.t(&format!("role-{role}"))
}
pub(crate) fn finger(lang: Lang, position: FingerPosition) -> String {
    lang.t(&format!("finger-{position}"))
}
pub(crate) fn missing_reason(lang: Lang, reason: MissingReason) -> String {
    lang.t(&format!("missing-{reason}"))
}
pub(crate) fn citizenship(lang: Lang, citizenship: Citizenship) -> String {
    lang.t(&format!("citizenship-{citizenship}"))
}
pub(crate) fn purpose(lang: Lang, purpose: Purpose) -> String {
    lang.t(&format!("purpose-{purpose}"))
}
pub(crate) fn query(lang: Lang, query: law::QueryKind) -> String {
    lang.t(&format!("query-{query}"))
}
/// A code whose list belongs to another room: its words, or the code itself.
pub(crate) fn code(lang: Lang, list: &str, code: &str) -> String {
    lang.find(&format!("{list}-{code}")).unwrap_or_else(|| code.to_owned())
}

/// Code of a case state, for keys and classes.
pub(crate) fn case_state_code(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "open",
        CaseState::AwaitingAdjudication => "awaiting",
        CaseState::Registered => "registered",
        CaseState::Verified => "verified",
        CaseState::NotRegistered => "not-registered",
        CaseState::Declined => "declined",
        CaseState::Stopped => "stopped",
        CaseState::Refused => "refused",
        CaseState::Closed => "closed",
        CaseState::Ended => "ended",
    }
}

/// Code of an examiner's opinion.
pub(crate) fn adjudication_code(opinion: Adjudication) -> &'static str {
    match opinion {
        Adjudication::Same => "same",
        Adjudication::Different => "different",
        Adjudication::Inconclusive => "inconclusive",
    }
}

/// Where a record is in its life.
pub(crate) fn record_state(lang: Lang, state: RecordState) -> String {
    let mut words = lang.t(&format!("stage-{}", state.stage()));
    if state.is_depersonalised() {
        words += &format!(", {}", lang.t("state-depersonalised"));
    }
    if let Some(day) = state.review_by() {
        words += &format!(", {} {}", lang.t("state-blocked-until"), date(day));
    }
    words
}

/// What the register says is wrong with a field: in the language of the page where it has words for the field.
pub(crate) fn wrong_field(lang: Lang, field: &str, message: String) -> String {
    lang.find(&format!("wrong-{}", field.replace('_', "-"))).unwrap_or(message)
}

/// `DD.MM.YYYY`.
pub(crate) fn date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// A birth date as exactly as it is known.
pub(crate) fn born(born: BirthDate) -> String {
    match born {
        BirthDate::Day(day) => date(day),
        BirthDate::Month(year, month) => format!("{month:02}.{year:04}"),
        BirthDate::Year(year) => format!("{year:04}"),
    }
}

/// `DD.MM.YYYY HH:MM:SS` in the time of Kazakhstan (UTC+5).
pub(crate) fn instant(at: Timestamp) -> String {
    let local = at.to_zoned(TimeZone::fixed(Offset::constant(5)));
    format!("{} {:02}:{:02}:{:02}", date(local.date()), local.hour(), local.minute(), local.second())
}

/// An article such as `10-1(2)(4)` as the language writes it; anything else is returned as it is.
pub(crate) fn article(lang: Lang, text: &str) -> String {
    let mut parts = text.split('(');
    let number = parts.next().unwrap_or_default();
    let inner: Vec<&str> = parts.filter_map(|part| part.strip_suffix(')')).collect();
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return text.to_owned();
    }
    let (paragraph, point) = (inner.first(), inner.get(1));
    let mut words = match lang {
        Lang::En => return format!("Art. {text}"),
        Lang::Ru => format!("ст. {number}"),
        Lang::Kk => format!("{number}-бап"),
    };
    if let Some(paragraph) = paragraph {
        words += &if lang == Lang::Ru {
            format!(" п. {paragraph}")
        } else {
            format!(" {paragraph}-тармақ")
        };
    }
    if let Some(point) = point {
        words +=
            &if lang == Lang::Ru { format!(" пп. {point}") } else { format!(" {point})-тармақша") };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_in_three_languages() {
        assert_eq!(article(Lang::En, "10-1(2)(4)"), "Art. 10-1(2)(4)");
        assert_eq!(article(Lang::Ru, "10-1(2)(4)"), "ст. 10-1 п. 2 пп. 4");
        assert_eq!(article(Lang::Kk, "10-1(2)(4)"), "10-1-бап 2-тармақ 4)-тармақша");
        assert_eq!(article(Lang::Ru, "36"), "ст. 36");
        assert_eq!(article(Lang::Ru, "section 4"), "section 4");
    }

    #[test]
    fn dates_are_day_first_in_kazakhstan_time() {
        assert_eq!(instant("2026-03-01T21:05:09Z".parse().unwrap()), "02.03.2026 02:05:09");
        assert_eq!(born(BirthDate::parse("2010-02").unwrap()), "02.2010");
    }

    #[test]
    fn every_code_has_words_in_every_language() {
        for lang in Lang::ALL {
            let mut words: Vec<String> = Basis::ALL.iter().map(|b| basis(lang, *b)).collect();
            words.extend(Body::ALL.iter().map(|b| body(lang, *b)));
            words.extend(Role::ALL.iter().map(|r| role(lang, *r)));
            words.extend(FingerPosition::ALL.iter().map(|f| finger(lang, *f)));
            words.extend(MissingReason::ALL.iter().map(|m| missing_reason(lang, *m)));
            words.extend(Citizenship::ALL.iter().map(|c| citizenship(lang, *c)));
            words.extend(Purpose::ALL.iter().map(|p| purpose(lang, *p)));
            words.extend(law::QueryKind::ALL.iter().map(|q| query(lang, *q)));
            words.extend(law::Operation::ALL.iter().map(|o| lang.t(&format!("operation-{o}"))));
            let missing: Vec<_> = words.iter().filter(|w| w.contains('⟦')).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", lang.code());
        }
    }
}
