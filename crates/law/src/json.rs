//! JSON of the contracts, read strictly: an object only where the contract has one, no `null` where it has
//! a value, and every error names the path of its field.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment, Track};

use crate::error::{CASE_BYTES_MAX, CaseError, FaultKind};

/// Most characters of the input repeated in a message.
const SHOWN_CHARS_MAX: usize = 80;

/// Reads one object of the contracts.
///
/// # Errors
/// [`CaseError`] with the path of the field.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, CaseError> {
    if text.len() > CASE_BYTES_MAX {
        let message = format!("the request has {} bytes; the limit is {CASE_BYTES_MAX}", text.len());
        return Err(CaseError::new("too-long", message));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(CaseError::new("not-json", "the file is empty"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = Track::new();
    let outcome = object(serde_path_to_error::Deserializer::new(&mut json, &mut track));
    let value = outcome.map_err(|error| explain(&error, &track.path()))?;
    json.end().map_err(|error| CaseError::new("not-json", error.to_string()))?;
    Ok(value)
}

/// A value that is written as an object: a list of its values in order is refused.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    d.deserialize_map(Object(PhantomData))
}

/// A field that may be left out but, when written, has a value: `null` is refused.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

/// An object that may be left out: `null` and a list are refused.
pub(crate) fn present_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    d: D,
) -> Result<Option<T>, D::Error> {
    object(d).map(Some)
}

/// A member of a list, written as an object.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        object(d).map(Self)
    }
}

/// The error in the words of the contract. The texts come from serde, from `vocabulary` and from this
/// crate; each begins in its own way, and none of them begins with text of the input unless quoted.
fn explain(error: &serde_json::Error, path: &Path) -> CaseError {
    let whole = error.to_string();
    if error.classify() != Category::Data {
        return CaseError::new("not-json", whole);
    }
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = whole.strip_suffix(&position).unwrap_or(&whole);
    let place = place(path);
    if let Some((code, message)) = fault(text, &place) {
        return CaseError::new(code, message);
    }
    let (code, what) = value_error(text);
    if place.is_empty() {
        return CaseError::new(code, format!("the request: {what}"));
    }
    CaseError::new(code, format!("{place}: {what} (line {}, column {})", error.line(), error.column()))
}

/// Errors that name a field of the object they happened in: missing, given twice, or a fault of the facts.
fn fault(text: &str, place: &str) -> Option<(&'static str, String)> {
    let named = |words: &str| text.strip_prefix(words)?.strip_prefix(" `")?.split_once('`');
    let inside = |field: &str| {
        let field = shown(field);
        if place.is_empty() { field } else { format!("{place}.{field}") }
    };
    if let Some((field, _)) = named("duplicate field") {
        return Some(("duplicate-field", format!("{}: given more than once", inside(field))));
    }
    FaultKind::ALL.into_iter().find_map(|kind| {
        let (field, why) = named(kind.words())?;
        Some((kind.code(), format!("{}: {}{why}", inside(field), kind.words())))
    })
}

/// Code and words of an error at a value, whose place is the path.
fn value_error(text: &str) -> (&'static str, String) {
    if text.starts_with("unknown field `") {
        let known = text.rsplit_once("`, expected ").map_or("", |(_, known)| known);
        let known = known.trim_start_matches("one of ").replace(" or ", ", ").replace('`', "");
        return ("unknown-field", format!("unknown field; known: {known}"));
    }
    if text.starts_with("unknown ") {
        return ("unknown-code", text.to_owned());
    }
    if let Some((found, expected)) =
        text.strip_prefix("invalid type: ").and_then(|text| text.rsplit_once(", expected "))
    {
        return (
            "wrong-value",
            format!("{} where {} is needed", found_words(found), expected_words(expected)),
        );
    }
    let code = if text.contains("is not a date") { "impossible-date" } else { "wrong-value" };
    (code, text.to_owned())
}

fn found_words(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    let value = value.trim_start_matches("point ");
    match kind {
        "map" => "an object".into(),
        "sequence" => "a list".into(),
        "string" => format!("the text {}", shown(value)),
        "integer" | "floating" => format!("the number {}", shown(value.trim_matches('`'))),
        "boolean" => shown(value.trim_matches('`')),
        _ => shown(found),
    }
}

fn expected_words(expected: &str) -> &str {
    match expected {
        "a boolean" => "true or false",
        "a string" => "a text",
        "a sequence" => "a list",
        other => other,
    }
}

/// The path as `person.live_registrations[1]`; empty for the whole.
fn place(path: &Path) -> String {
    let mut place = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => place += &format!("[{index}]"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !place.is_empty() {
                    place.push('.');
                }
                place += &shown(key);
            }
            Segment::Unknown => {}
        }
    }
    place
}

/// A piece of the input, cut.
fn shown(text: &str) -> String {
    let mut piece: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if piece.len() < text.len() {
        piece.push('…');
    }
    piece
}
