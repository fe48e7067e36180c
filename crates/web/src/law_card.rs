//! The law card: the answer of the Law in one sentence, its article and version, what is missing, and why.

use fluent_bundle::FluentValue;
use law::{Decision, Refusal, RetentionAnswer, RetentionState};
use serde_json::Value;

use crate::i18n::Lang;
use crate::labels;

/// One law card. `tone` is `permitted`, `attention`, `refused` or `neutral`: shown as word, shape and colour.
#[derive(Debug, Clone)]
pub(crate) struct LawCard {
    pub(crate) tone: &'static str,
    pub(crate) word: String,
    pub(crate) sentence: String,
    pub(crate) articles: Vec<String>,
    pub(crate) requirement: String,
    pub(crate) version: String,
    pub(crate) missing: Vec<String>,
    pub(crate) trace: Vec<String>,
}

/// The answer in the form of the contract `tanba law decide`: the card reads that, not the engine's own types.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) outcome: String,
    pub(crate) kind: String,
    pub(crate) may_capture: bool,
    pub(crate) requirement: String,
    pub(crate) articles: Vec<String>,
    pub(crate) missing: Vec<String>,
    pub(crate) version: String,
    pub(crate) trace: Vec<String>,
    /// Key of the plain words, one of `law::messages()`.
    pub(crate) message_key: &'static str,
}

impl Answer {
    /// Reads a decision.
    pub(crate) fn of(decision: &Decision) -> Self {
        let value = serde_json::to_value(decision).unwrap_or(Value::Null);
        let text = |name: &str| words(&value[name]);
        let list =
            |name: &str| value[name].as_array().map_or_else(Vec::new, |v| v.iter().map(words).collect());
        Self {
            outcome: text("outcome"),
            kind: text("type"),
            may_capture: value["may_capture"].as_bool().unwrap_or(false),
            requirement: text("requirement"),
            articles: list("articles"),
            missing: list("missing_evidence"),
            version: text("rule_version"),
            trace: list("trace"),
            message_key: law::explain(decision),
        }
    }

    /// Whether the person may decline.
    pub(crate) fn is_voluntary(&self) -> bool {
        self.kind == "voluntary"
    }
}

fn words(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

impl LawCard {
    /// The card of an answer.
    pub(crate) fn of_answer(lang: Lang, answer: &Answer) -> Self {
        let outcome = match (answer.outcome.as_str(), answer.kind.as_str()) {
            ("register", kind) if !kind.is_empty() => format!("register-{kind}"),
            (outcome, _) => outcome.to_owned(),
        };
        Self {
            tone: tone(&answer.outcome, !answer.missing.is_empty()),
            word: lang.t(&format!("outcome-{outcome}")),
            sentence: lang
                .find(answer.message_key)
                .unwrap_or_else(|| lang.t(&format!("outcome-{outcome}-sentence"))),
            articles: answer.articles.iter().map(|a| labels::article(lang, a)).collect(),
            requirement: answer.requirement.clone(),
            version: answer.version.clone(),
            missing: answer.missing.iter().map(|code| labels::code(lang, "evidence", code)).collect(),
            trace: answer.trace.clone(),
        }
    }

    /// The card of a term: until when a record is kept, and why.
    pub(crate) fn of_term(lang: Lang, term: &RetentionAnswer, version: String) -> Self {
        let sentence = match (term.state, term.in_database_until, term.destroy_from) {
            (RetentionState::Kept, Some(last), _) => lang.with("term-kept", &[("date", dated(last))]),
            (RetentionState::Archive, Some(last), _) => lang.with("term-archive", &[("date", dated(last))]),
            (RetentionState::Due, _, Some(first)) => lang.with("term-due", &[("date", dated(first))]),
            _ => lang.t("term-open"),
        };
        let step = |step: &law::TraceStep| match step.article {
            Some(article) => format!("{} ({article})", step.text),
            None => step.text.to_string(),
        };
        Self {
            tone: if term.state == RetentionState::Due { "attention" } else { "neutral" },
            word: lang.t(&format!("term-word-{}", term.state)),
            sentence,
            articles: term.articles.iter().map(|a| labels::article(lang, &a.to_string())).collect(),
            requirement: term.requirement.to_string(),
            version,
            missing: Vec::new(),
            trace: term.trace.iter().map(step).collect(),
        }
    }

    /// The card of a refusal to act.
    pub(crate) fn of_refusal(lang: Lang, refusal: &Refusal) -> Self {
        let requirement = refusal.requirement.to_string();
        let sentence = lang.find(refusal.key).unwrap_or_else(|| {
            if lang == Lang::En { refusal.message.clone() } else { lang.t("outcome-refuse-sentence") }
        });
        Self {
            tone: "refused",
            word: lang.t("outcome-refuse"),
            sentence,
            articles: refusal.articles.iter().map(|a| labels::article(lang, &a.to_string())).collect(),
            requirement,
            version: refusal.rule_version.to_string(),
            missing: Vec::new(),
            trace: Vec::new(),
        }
    }
}

fn dated(date: jiff::civil::Date) -> FluentValue<'static> {
    FluentValue::from(labels::date(date))
}

fn tone(outcome: &str, something_is_missing: bool) -> &'static str {
    match outcome {
        "register" | "palms" if something_is_missing => "attention",
        "register" | "palms" | "verify" => "permitted",
        "refuse" => "refused",
        "unavailable" => "attention",
        _ => "neutral",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of answers and refusals; short words for evidence and outcomes are the pages' own.
    fn answers() -> impl Iterator<Item = (&'static str, &'static str)> {
        let prefixes = ["law-row-", "law-refusal-", "law-lifecycle-"];
        let is_sentence = move |key: &str| prefixes.iter().any(|prefix| key.starts_with(prefix));
        law::messages().into_iter().filter(move |(key, _)| is_sentence(key))
    }

    #[test]
    fn every_answer_of_the_law_has_words_in_every_language() {
        for lang in Lang::ALL {
            let missing: Vec<_> =
                answers().map(|(key, _)| key).filter(|key| lang.find(key).is_none()).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", lang.code());
        }
    }

    #[test]
    fn the_english_words_are_the_laws_own() {
        for (key, english) in answers() {
            assert_eq!(Lang::En.t(key), english, "{key}");
        }
    }
}
