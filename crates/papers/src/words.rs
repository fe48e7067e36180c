//! Words in three languages, from `locales/<language>/*.ftl`; dates and numbers as every language here writes them.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;
use unic_langid::langid;
use vocabulary::BirthDate;

/// A language of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Kazakh, the state language.
    Kk,
    /// Russian, officially used.
    Ru,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// Language tag, as in the PDF.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    fn files(self) -> [&'static str; 3] {
        match self {
            Self::Kk => [
                include_str!("../locales/kk/frame.ftl"),
                include_str!("../locales/kk/codes.ftl"),
                include_str!("../locales/kk/forms.ftl"),
            ],
            Self::Ru => [
                include_str!("../locales/ru/frame.ftl"),
                include_str!("../locales/ru/codes.ftl"),
                include_str!("../locales/ru/forms.ftl"),
            ],
            Self::En => [
                include_str!("../locales/en/frame.ftl"),
                include_str!("../locales/en/codes.ftl"),
                include_str!("../locales/en/forms.ftl"),
            ],
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] = [const { OnceLock::new() }; 3];
        BUNDLES[self as usize].get_or_init(|| {
            let tag = match self {
                Self::Kk => langid!("kk"),
                Self::Ru => langid!("ru"),
                Self::En => langid!("en"),
            };
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            bundle.set_use_isolating(false);
            for file in self.files() {
                let resource = match FluentResource::try_new(file.to_owned()) {
                    Ok(resource) | Err((resource, _)) => resource,
                };
                // A key that stands twice keeps its first words; `tidy` finds it.
                let _ = bundle.add_resource(resource);
            }
            bundle
        })
    }

    /// The words of a message; `⟦key⟧` when it is missing, which the tests look for.
    pub(crate) fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// As [`Self::say`], with values for the variables of the message.
    pub(crate) fn say_with(self, key: &str, values: &[(&str, Value)]) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => args.set(*name, text.as_str()),
                // A number counts for the plural form; what is printed is the grouped text beside it.
                Value::Count(count) => {
                    args.set(*name, FluentValue::from(*count));
                    args.set(format!("{name}-text"), grouped(*count));
                }
            }
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if errors.is_empty() { text } else { format!("⟦{key}⟧") }
    }
}

/// A value of a variable.
pub(crate) enum Value {
    Text(String),
    /// `$name` chooses the plural form, `$name-text` is printed.
    Count(u64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A date as `DD.MM.YYYY`, in every language here.
pub(crate) fn day(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// A birth date with its precision: `DD.MM.YYYY`, `MM.YYYY` or `YYYY`.
pub(crate) fn birth(date: BirthDate) -> String {
    match date {
        BirthDate::Day(date) => day(date),
        BirthDate::Month(year, month) => format!("{month:02}.{year:04}"),
        BirthDate::Year(year) => format!("{year:04}"),
    }
}

/// A count in groups of three, with no-break spaces between.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{A0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1\u{A0}000");
        assert_eq!(grouped(12_345_678), "12\u{A0}345\u{A0}678");
    }

    #[test]
    fn every_file_is_read_without_an_error() {
        for language in Language::ALL {
            for file in language.files() {
                assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{}", language.code());
            }
        }
    }

    #[test]
    fn the_faces_draw_every_character_of_every_word() {
        let faces = crate::kit::Faces::load().unwrap();
        for language in Language::ALL {
            for file in language.files() {
                let lacking: String = file.chars().filter(|c| *c != '\n' && !faces.has(*c)).collect();
                assert_eq!(lacking, "", "{}", language.code());
            }
        }
    }

    /// Names of the messages of a file, with the variables each uses.
    fn keys(file: &str) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with(' ')) {
                found.push((key.to_owned(), Vec::new()));
            }
            let variables = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
            });
            if let Some((_, list)) = found.last_mut() {
                list.extend(variables);
                list.sort();
                list.dedup();
            }
        }
        found
    }

    #[test]
    fn the_three_languages_have_the_same_words_in_the_same_order_with_the_same_variables() {
        let all: Vec<Vec<_>> =
            Language::ALL.iter().map(|language| language.files().map(keys).concat()).collect();
        assert!(all[0].len() > 250, "{}", all[0].len());
        for (kk, (ru, en)) in all[0].iter().zip(all[1].iter().zip(&all[2])) {
            assert_eq!(kk, ru);
            assert_eq!(kk, en);
        }
        assert!(all[0].len() == all[1].len() && all[0].len() == all[2].len());
        let names: std::collections::BTreeSet<_> = all[0].iter().map(|(key, _)| key).collect();
        assert_eq!(names.len(), all[0].len(), "no key twice");
    }

    #[test]
    fn every_code_has_words() {
        use vocabulary::{Basis, Body, FingerPosition, Purpose, RegistrationType};
        let mut keys: Vec<String> = (1..=12).map(|month| format!("month-{month}")).collect();
        keys.extend(Basis::ALL.iter().map(|code| format!("basis-{code}")));
        keys.extend(Body::ALL.iter().map(|code| format!("body-{code}")));
        keys.extend(Purpose::ALL.iter().map(|code| format!("purpose-{code}")));
        keys.extend(FingerPosition::ALL.iter().map(|code| format!("finger-{code}")));
        keys.extend(RegistrationType::ALL.iter().map(|code| format!("kind-{code}")));
        keys.extend(Language::ALL.iter().map(|language| format!("language-{}", language.code())));
        keys.extend(crate::ReportTableName::ALL.iter().map(|name| name.key().to_owned()));
        keys.extend(crate::ColumnName::ALL.iter().map(|name| name.key().to_owned()));
        for language in Language::ALL {
            for key in &keys {
                assert!(!language.say(key).contains('⟦'), "{key} in {}", language.code());
            }
        }
    }

    #[test]
    fn a_missing_word_shows_its_key() {
        assert_eq!(Language::En.say("no-such-word"), "⟦no-such-word⟧");
        assert_eq!(Language::En.say("template-line"), "⟦template-line⟧", "variables are missing");
    }
}
