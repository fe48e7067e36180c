//! Words in three languages, from `locales/<language>/*.ftl`.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::Embed;
use unic_langid::{LanguageIdentifier, langid};

#[derive(Embed)]
#[folder = "locales"]
struct Locales;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Kazakh, the state language.
    Kk,
    /// Russian, officially used.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// Code of the `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The best language of an `Accept-Language` header; Russian when none is offered.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::Ru, 0.0_f32);
        for part in header.split(',').take(20) {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or_default();
            let weight = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Some(lang) = Self::from_code(&primary).filter(|_| weight > best.1) {
                best = (lang, weight);
            }
        }
        best.0
    }

    /// The words of a message; `⟦key⟧` when it is missing, which a test looks for.
    pub fn t(self, key: &str) -> String {
        self.maybe(key, None).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The words of a message with its arguments.
    pub fn with(self, key: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().cloned().collect();
        self.maybe(key, Some(&args)).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The words of a message about `n` things.
    pub fn n(self, key: &str, n: impl Into<i64>) -> String {
        self.with(key, &[("n", FluentValue::from(n.into()))])
    }

    /// The words of a message, if it exists.
    pub fn find(self, key: &str) -> Option<String> {
        self.maybe(key, None)
    }

    fn maybe(self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = bundle(self);
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        Some(text)
    }

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Kk => langid!("kk"),
            Self::Ru => langid!("ru"),
            Self::En => langid!("en"),
        }
    }
}

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] =
        [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    BUNDLES[lang as usize].get_or_init(|| load(lang))
}

fn load(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    bundle.set_use_isolating(false);
    for (_, text) in sources(lang) {
        // A part that does not read is used as far as it does; the parity test reports it.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
        let _already_there = bundle.add_resource(resource);
    }
    bundle
}

/// File names and texts of one language.
fn sources(lang: Lang) -> Vec<(String, String)> {
    let prefix = format!("{}/", lang.code());
    let read = |name: &str| {
        Locales::get(name).and_then(|file| String::from_utf8(file.data.into_owned()).ok()).unwrap_or_default()
    };
    Locales::iter().filter_map(|name| Some((name.strip_prefix(&prefix)?.to_owned(), read(&name)))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Message key → names of its arguments, per language; panics on a file that does not read.
    fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        for (file, text) in sources(lang) {
            if let Err((_, errors)) = FluentResource::try_new(text.clone()) {
                panic!("{}/{file}: {errors:?}", lang.code());
            }
            let mut current = String::new();
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =").filter(|(k, _)| !k.starts_with([' ', '#', '[']))
                {
                    current = key.to_owned();
                    assert!(
                        keys.insert(current.clone(), BTreeSet::new()).is_none(),
                        "{}/{file}: {key} is written twice",
                        lang.code()
                    );
                }
                let names = line
                    .split('$')
                    .skip(1)
                    .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>());
                if let Some(args) = keys.get_mut(&current) {
                    args.extend(names);
                }
            }
        }
        keys
    }

    #[test]
    fn the_three_languages_hold_the_same_messages_with_the_same_arguments() {
        let english = keys(Lang::En);
        assert!(english.len() > 100, "only {} messages were found", english.len());
        for lang in [Lang::Kk, Lang::Ru] {
            let other = keys(lang);
            for (key, args) in &english {
                assert_eq!(other.get(key), Some(args), "{} in {}", key, lang.code());
            }
            let extra: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
            assert!(extra.is_empty(), "only in {}: {extra:?}", lang.code());
        }
    }

    #[test]
    fn russian_counts_by_its_plural_rules() {
        let words = [1, 2, 5, 21].map(|n| Lang::Ru.n("count-persons", n));
        assert_eq!(words, ["1 человек", "2 человека", "5 человек", "21 человек"]);
    }

    #[test]
    fn the_browser_chooses_the_language_and_russian_is_the_default() {
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,ru;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("de, kk-KZ;q=0.7, ru;q=0.5"), Lang::Kk);
        assert_eq!(Lang::from_accept_language("de"), Lang::Ru);
        assert_eq!(Lang::from_accept_language(""), Lang::Ru);
    }

    #[test]
    fn a_missing_message_is_visible() {
        assert_eq!(Lang::En.t("no-such-key"), "⟦no-such-key⟧");
    }
}
