//! The shape of a case in JSON, read strictly: an unknown field is an error that names it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::error::CaseError;
use crate::allele::shown;

/// Longest JSON text of a case, bytes.
pub const CASE_BYTES_MAX: usize = 8 << 20;
/// Most entries of one map: loci, alleles of a locus, hypotheses, persons.
const ENTRIES_MAX: usize = 500;

/// A map whose keys may stand once only.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Once<T>(pub(crate) BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Once<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Once<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once<T>, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    if entries.len() == ENTRIES_MAX {
                        return Err(serde::de::Error::custom(format!("more than {ENTRIES_MAX} entries")));
                    }
                    if entries.contains_key(&key) {
                        return Err(serde::de::Error::custom(format!("duplicate field `{}`", shown(&key))));
                    }
                    entries.insert(key, map.next_value()?);
                }
                Ok(Once(entries))
            }
        }

        d.deserialize_map(Entries(PhantomData))
    }
}

/// Everything a case may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCase {
    pub(crate) hypotheses: Option<Once<Vec<RawMember>>>,
    pub(crate) denominator: Option<String>,
    pub(crate) profiles: Option<Once<Once<String>>>,
    pub(crate) profile: Option<Once<String>>,
    pub(crate) frequencies: Once<Once<f64>>,
    pub(crate) mutation: Option<RawMutation>,
    pub(crate) theta: Option<f64>,
    pub(crate) silent_allele_frequency: Option<f64>,
    pub(crate) dropout: Option<RawDropout>,
    pub(crate) founder_convention: Option<RawConvention>,
    pub(crate) minimum_allele_frequency: Option<f64>,
    pub(crate) loci: Option<Vec<String>>,
    pub(crate) recombination_rate: Option<f64>,
    // Where the case came from and what it should give: allowed and ignored.
    #[serde(rename = "id")]
    _id: Option<IgnoredAny>,
    #[serde(rename = "kind")]
    _kind: Option<IgnoredAny>,
    #[serde(rename = "split")]
    _split: Option<IgnoredAny>,
    #[serde(rename = "population")]
    _population: Option<IgnoredAny>,
    #[serde(rename = "locus_set")]
    _locus_set: Option<IgnoredAny>,
    #[serde(rename = "n_loci")]
    _n_loci: Option<IgnoredAny>,
    #[serde(rename = "seed")]
    _seed: Option<IgnoredAny>,
    #[serde(rename = "simulated_under")]
    _simulated_under: Option<IgnoredAny>,
    #[serde(rename = "produced_by")]
    _produced_by: Option<IgnoredAny>,
    #[serde(rename = "notes")]
    _notes: Option<IgnoredAny>,
    #[serde(rename = "cross_check")]
    _cross_check: Option<IgnoredAny>,
    #[serde(rename = "result")]
    _result: Option<IgnoredAny>,
    #[serde(rename = "per_locus_LR_untrimmed_pedprobr")]
    _untrimmed: Option<IgnoredAny>,
    #[serde(rename = "true_profile_of_dropout_person")]
    _true_profile: Option<IgnoredAny>,
}

/// A person of a hypothesis; parent "0" = not in the pedigree.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMember {
    pub(crate) id: String,
    pub(crate) father: String,
    pub(crate) mother: String,
    pub(crate) sex: RawSex,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawSex {
    Male,
    Female,
    Unknown,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMutation {
    pub(crate) model: RawModel,
    pub(crate) rate_female: Option<f64>,
    pub(crate) rate_male: Option<f64>,
    pub(crate) rate2: Option<f64>,
    pub(crate) range: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawModel {
    None,
    Equal,
    Proportional,
    Stepwise,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDropout {
    pub(crate) person: String,
    pub(crate) allele_dropout_d: f64,
    pub(crate) homozygote_dropout: Option<String>,
    pub(crate) drop_in: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawConvention {
    Trimmed,
    Kept,
}

/// Reads the JSON.
///
/// # Errors
/// [`CaseError`] with the path of the field.
pub(crate) fn read(text: &str) -> Result<RawCase, CaseError> {
    if text.len() > CASE_BYTES_MAX {
        let message = format!("the case has {} bytes; the limit is {CASE_BYTES_MAX}", text.len());
        return Err(CaseError::new("too-long", message));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let raw = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.inner();
        let words: String = inner.to_string().chars().take(300).flat_map(char::escape_debug).collect();
        let code = match inner.classify() {
            serde_json::error::Category::Data => code_of(&words),
            _ => "not-json",
        };
        CaseError::new(code, format!("{}: {words}", shown(&error.path().to_string())))
    })?;
    json.end().map_err(|error| CaseError::new("not-json", error.to_string()))?;
    Ok(raw)
}

fn code_of(words: &str) -> &'static str {
    let begins = [
        ("unknown field", "unknown-field"),
        ("duplicate field", "duplicate-field"),
        ("missing field", "missing-field"),
    ];
    begins.iter().find(|(begin, _)| words.starts_with(begin)).map_or("wrong-value", |(_, code)| code)
}
