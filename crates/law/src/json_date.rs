//! Legal dates in JSON: `YYYY-MM-DD` and nothing else (T-1).

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(date)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
    vocabulary::parse_date(&text).map_err(serde::de::Error::custom)
}

/// The same for a date that may be absent: `null`.
pub(crate) mod optional {
    use jiff::civil::Date;
    use serde::Serializer;

    pub(crate) fn serialize<S: Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => s.collect_str(date),
            None => s.serialize_none(),
        }
    }
}
