//! The sheet a form writes on: words of one language, checked fields, blocks in order.

use std::collections::BTreeSet;

use super::block::{Block, Picture, SignatureLine, Table};
use super::text::{Faces, REPLACEMENT};
use crate::words::Value;
use crate::{Language, PaperError};

/// A form: its code and the version of its layout and words. A change of either is a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) code: &'static str,
    pub(crate) version: u16,
    /// Articles of the Law the form stands on, as `7, 11(4)`.
    pub(crate) articles: &'static str,
}

/// Collects a paper.
pub(crate) struct Sheet<'a> {
    pub(crate) language: Language,
    pub(crate) faces: &'a Faces,
    pub(crate) blocks: Vec<Block>,
    /// Characters that the faces do not have and that are shown as [`REPLACEMENT`].
    pub(crate) replaced: BTreeSet<char>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(language: Language, faces: &'a Faces) -> Self {
        Self { language, faces, blocks: Vec::new(), replaced: BTreeSet::new() }
    }

    /// Words of the form.
    pub(crate) fn say(&self, key: &str) -> String {
        self.language.say(key)
    }

    /// Words of the form with values.
    pub(crate) fn say_with(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.language.say_with(key, values)
    }

    /// A required text of the caller, of one line, at most `chars_max` characters.
    ///
    /// # Errors
    /// [`PaperError::Empty`], [`PaperError::TooLong`], [`PaperError::Invisible`] with the name of the field.
    pub(crate) fn text(&mut self, field: &str, text: &str, chars_max: usize) -> Result<String, PaperError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PaperError::Empty { field: field.to_owned() });
        }
        let chars = text.chars().count();
        if chars > chars_max {
            return Err(PaperError::TooLong { field: field.to_owned(), chars, chars_max });
        }
        if let Some(hidden) = text.chars().find(|c| is_invisible(*c)) {
            return Err(PaperError::Invisible { field: field.to_owned(), code: u32::from(hidden) });
        }
        Ok(text.chars().map(|character| self.shown(character)).collect())
    }

    fn shown(&mut self, character: char) -> char {
        if self.faces.has(character) {
            return character;
        }
        self.replaced.insert(character);
        REPLACEMENT
    }

    /// Checks the number of members of a list.
    ///
    /// # Errors
    /// [`PaperError::Count`] with the name of the field.
    pub(crate) fn count(
        &self,
        field: &str,
        count: usize,
        allowed: std::ops::RangeInclusive<usize>,
    ) -> Result<(), PaperError> {
        if allowed.contains(&count) {
            return Ok(());
        }
        let (count_min, count_max) = allowed.into_inner();
        Err(PaperError::Count { field: field.to_owned(), count, count_min, count_max })
    }

    pub(crate) fn heading(&mut self, key: &str) {
        self.blocks.push(Block::Heading(self.language.say(key)));
    }

    pub(crate) fn paragraph(&mut self, text: String) {
        self.blocks.push(Block::Paragraph(text));
    }

    pub(crate) fn note(&mut self, text: String) {
        self.blocks.push(Block::Note(text));
    }

    pub(crate) fn list(&mut self, items: Vec<String>) {
        self.blocks.push(Block::List(items));
    }

    pub(crate) fn facts(&mut self, facts: Vec<(String, String)>) {
        self.blocks.push(Block::Facts(facts));
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    pub(crate) fn pictures(&mut self, pictures: Vec<Picture>) {
        self.blocks.push(Block::Pictures(pictures));
    }

    pub(crate) fn signatures(&mut self, lines: Vec<SignatureLine>) {
        self.blocks.push(Block::Signatures(lines));
    }
}

/// Control and format characters (Unicode Cc, Cf of the blocks in use, line and paragraph separators): nothing of them is
/// seen, and some turn the order of what is.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str, chars_max: usize) -> Result<(String, BTreeSet<char>), PaperError> {
        let faces = Faces::load()?;
        let mut sheet = Sheet::new(Language::En, &faces);
        let shown = sheet.text("person.name", value, chars_max)?;
        Ok((shown, sheet.replaced))
    }

    #[test]
    fn a_text_is_taken_as_it_is_within_its_limit() {
        let (shown, replaced) = text(" Әсем Ұлпан ", 10).unwrap();
        assert_eq!(shown, "Әсем Ұлпан");
        assert!(replaced.is_empty());
    }

    #[test]
    fn what_cannot_be_printed_is_refused_by_name() {
        let long = text(&"я".repeat(11), 10).unwrap_err().to_string();
        assert_eq!(long, "field person.name has 11 characters, at most 10: shorten it");
        assert_eq!(text("  ", 10).unwrap_err().to_string(), "field person.name is empty: fill it in");
        for hidden in ["a\u{7}", "a\nb", "a\u{202E}b", "a\u{200D}b", "a\u{AD}b", "\u{FEFF}a"] {
            let error = text(hidden, 10).unwrap_err().to_string();
            assert!(error.starts_with("field person.name holds the invisible character U+"), "{error}");
        }
    }

    #[test]
    fn what_the_faces_lack_is_replaced_and_reported() {
        let (shown, replaced) = text("Ли 李 א 😀", 10).unwrap();
        assert_eq!(shown, "Ли \u{FFFD} \u{FFFD} \u{FFFD}");
        assert_eq!(replaced.into_iter().collect::<String>(), "א李😀");
    }
}
