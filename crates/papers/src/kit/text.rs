//! From text to lines of placed glyphs: the two faces, shaping, wrapping.

use std::cell::RefCell;
use std::rc::Rc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{BufferFlags, Direction, Feature, Script, ShapePlan, UnicodeBuffer};

use crate::PaperError;

/// Noto Sans, version 2.004, unmodified; licence beside it (`fonts/OFL.txt`).
const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");

/// Stands for a character that the faces do not have.
pub(crate) const REPLACEMENT: char = '\u{FFFD}';

/// Where a word may be cut; shown as a hyphen at the end of a line, and left out of the text by who copies it.
const SOFT_HYPHEN: char = '\u{AD}';

/// How dark the strokes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Weight, size and distance of lines of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    pub(crate) size_pt: f32,
    pub(crate) leading_pt: f32,
    /// Lightness of the ink: 0 is black.
    pub(crate) ink: u8,
}

impl Style {
    pub(crate) const fn new(weight: Weight, size_pt: f32, leading_pt: f32, ink: u8) -> Self {
        Self { weight, size_pt, leading_pt, ink }
    }
}

/// One line of text, shaped.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) width_pt: f32,
    pub(crate) style: Style,
}

struct Face {
    shaper: rustybuzz::Face<'static>,
    font: Font,
    /// How the face shapes each script that was met: made once, since making one costs more than shaping a word.
    plans: RefCell<Vec<(Script, Rc<ShapePlan>)>>,
}

impl Face {
    fn load(data: &'static [u8]) -> Result<Self, PaperError> {
        let shaper = rustybuzz::Face::from_slice(data, 0).ok_or(PaperError::Font)?;
        let font = Font::new(data.to_vec().into(), 0).ok_or(PaperError::Font)?;
        Ok(Self { shaper, font, plans: RefCell::default() })
    }

    /// The plan of a script, left to right, without ligatures: each letter stays one to select and to copy.
    fn plan(&self, script: Script) -> Rc<ShapePlan> {
        let mut plans = self.plans.borrow_mut();
        if let Some((_, plan)) = plans.iter().find(|(of, _)| *of == script) {
            return Rc::clone(plan);
        }
        let plain = [b"liga", b"clig"].map(|tag| Feature::new(Tag::from_bytes(tag), 0, ..));
        let plan = Rc::new(ShapePlan::new(&self.shaper, Direction::LeftToRight, Some(script), None, &plain));
        plans.push((script, Rc::clone(&plan)));
        plan
    }
}

/// The faces every paper is set in.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    pub(crate) fn load() -> Result<Self, PaperError> {
        Ok(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub(crate) fn font(&self, weight: Weight) -> Font {
        self.face(weight).font.clone()
    }

    /// Whether both faces draw the character, and it means the same everywhere: private characters do not.
    pub(crate) fn has(&self, character: char) -> bool {
        let private = matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
        !private
            && [&self.regular, &self.bold]
                .iter()
                .all(|face| face.shaper.glyph_index(character).is_some_and(|glyph| glyph.0 != 0))
    }

    /// Shapes one line, left to right.
    pub(crate) fn shape(&self, text: &str, style: Style) -> Line {
        let face = self.face(style.weight);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_flags(BufferFlags::PRESERVE_DEFAULT_IGNORABLES);
        let plan = face.plan(buffer.script());
        let shaped = rustybuzz::shape_with_plan(&face.shaper, &plan, buffer);
        let per_em = 1.0 / face.shaper.units_per_em() as f32;
        let infos = shaped.glyph_infos();
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut width_em = 0.0;
        for (at, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let start = info.cluster as usize;
            let end = infos[at..].iter().map(|next| next.cluster as usize).find(|next| *next > start);
            let advance = place.x_advance as f32 * per_em;
            width_em += advance;
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                place.x_offset as f32 * per_em,
                place.y_offset as f32 * per_em,
                0.0,
                start..end.unwrap_or(text.len()),
                None,
            ));
        }
        Line { text: text.to_owned(), glyphs, width_pt: width_em * style.size_pt, style }
    }

    /// Width of a piece of text on one line, points.
    pub(crate) fn width_pt(&self, text: &str, style: Style) -> f32 {
        self.shape(text, style).width_pt
    }

    /// Breaks a text into lines of at most `width_pt`: at spaces, and inside a word only when the word alone is
    /// wider. At least one line, even of an empty text.
    pub(crate) fn wrap(&self, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
        let space_pt = self.width_pt(" ", style);
        let mut lines = Vec::new();
        let (mut line, mut line_pt) = (String::new(), 0.0);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            for (at, piece) in self.pieces(word, style, width_pt).into_iter().enumerate() {
                let piece_pt = self.width_pt(&piece, style);
                let gap_pt = if line.is_empty() { 0.0 } else { space_pt };
                if !line.is_empty() && (at > 0 || line_pt + gap_pt + piece_pt > width_pt) {
                    lines.push(self.broken(&mut line, at == 0, style));
                    line_pt = 0.0;
                }
                if !line.is_empty() {
                    line.push(' ');
                    line_pt += space_pt;
                }
                line.push_str(&piece);
                line_pt += piece_pt;
            }
        }
        lines.push(self.shape(&line, style));
        lines
    }

    /// A line that goes on in the next one. Between words it ends with a space, which nobody sees and which whoever copies or
    /// hears the text needs (ISO 19005-2, 6.7.2).
    fn broken(&self, line: &mut String, between_words: bool, style: Style) -> Line {
        let width_pt = self.width_pt(line, style);
        if between_words {
            line.push(' ');
        }
        let shaped = Line { width_pt, ..self.shape(line, style) };
        line.clear();
        shaped
    }

    /// A word as it is when it fits, otherwise cut into pieces that fit: at a soft hyphen of the words of a form, after a hyphen,
    /// a stroke, a comma or a full stop in the second half of the line, else between letters.
    fn pieces(&self, word: &str, style: Style, width_pt: f32) -> Vec<String> {
        let plain = word.replace(SOFT_HYPHEN, "");
        if self.width_pt(&plain, style) <= width_pt {
            return vec![plain];
        }
        let mut pieces = Vec::new();
        let mut rest = self.hyphenated(word, style, width_pt, &mut pieces);
        while !rest.is_empty() {
            let fits = self.fitting(&rest, style, width_pt);
            let cut = rest[..fits]
                .rfind(['-', '/', ',', '.', '_'])
                .map(|at| at + 1)
                .filter(|at| fits < rest.len() && *at * 2 > fits);
            let after = rest.split_off(cut.unwrap_or(fits));
            pieces.push(std::mem::replace(&mut rest, after));
        }
        pieces
    }

    /// Cuts a word at soft hyphens while it is too wide; gives back what is left, without soft hyphens.
    fn hyphenated(&self, word: &str, style: Style, width_pt: f32, pieces: &mut Vec<String>) -> String {
        let mut rest = word;
        while self.width_pt(&rest.replace(SOFT_HYPHEN, ""), style) > width_pt {
            let mut cut = None;
            for (at, _) in rest.match_indices(SOFT_HYPHEN) {
                let piece = format!("{}{SOFT_HYPHEN}", rest[..at].replace(SOFT_HYPHEN, ""));
                if self.width_pt(&piece, style) <= width_pt {
                    cut = Some((piece, at));
                }
            }
            let Some((piece, at)) = cut else { break };
            pieces.push(piece);
            rest = &rest[at + SOFT_HYPHEN.len_utf8()..];
        }
        rest.replace(SOFT_HYPHEN, "")
    }

    /// Bytes of the longest beginning that fits, one character at least; a mark stays with its letter.
    fn fitting(&self, text: &str, style: Style, width_pt: f32) -> usize {
        let line = self.shape(text, style);
        let (mut used_pt, mut fits) = (0.0, 0);
        for glyph in &line.glyphs {
            used_pt += glyph.x_advance * style.size_pt;
            let end = glyph.text_range.end;
            let whole = text[end..].chars().next().is_none_or(|next| !is_mark(next));
            if whole && (fits == 0 || used_pt <= width_pt) {
                fits = fits.max(end);
            }
            if used_pt > width_pt && fits > 0 {
                break;
            }
        }
        if fits == 0 { text.len() } else { fits }
    }
}

/// A combining mark of the blocks the faces cover.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Style = Style::new(Weight::Regular, 10.0, 14.0, 0);

    #[test]
    fn every_kazakh_letter_and_the_replacement_have_a_glyph() {
        let faces = Faces::load().unwrap();
        let alphabet = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя";
        for letter in alphabet.chars().chain([REPLACEMENT, '№', '«', '»', '“', '”', '’', '–', '—'])
        {
            assert!(faces.has(letter), "{letter}");
        }
        assert!(!faces.has('\u{FFFF}'), "the faces map it to the empty box");
        assert!(!faces.has('漢') && !faces.has('א') && !faces.has('😀'));
    }

    #[test]
    fn lines_keep_every_word_and_fit() {
        let faces = Faces::load().unwrap();
        let text = "Дактилоскопиялық және геномдық тіркеу туралы заң бойынша ".repeat(5);
        let lines = faces.wrap(&text, BODY, 150.0);
        assert!(lines.len() > 5 && lines.iter().all(|line| line.width_pt <= 150.5));
        let words: Vec<&str> = lines.iter().flat_map(|line| line.text.split_whitespace()).collect();
        assert!(lines[..lines.len() - 1].iter().all(|line| line.text.ends_with(' ')));
        assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_and_nothing_is_lost() {
        let faces = Faces::load().unwrap();
        let word = "ы".repeat(100);
        let lines = faces.wrap(&word, BODY, 60.0);
        assert!(lines.len() > 5 && lines.iter().all(|line| line.width_pt <= 60.0));
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), word);
        assert_eq!(faces.wrap("ы", BODY, 0.1).len(), 1, "one character at least, however narrow");
    }

    #[test]
    fn a_soft_hyphen_is_seen_only_where_a_word_is_cut() {
        let faces = Faces::load().unwrap();
        let texts = |width_pt: f32| -> Vec<String> {
            faces.wrap("удовле\u{AD}творено", BODY, width_pt).into_iter().map(|line| line.text).collect()
        };
        assert_eq!(texts(100.0), ["удовлетворено"]);
        assert_eq!(texts(50.0), ["удовле\u{AD}", "творено"]);
        let long = faces.wrap("зареги\u{AD}стри\u{AD}ровано", BODY, 45.0);
        assert_eq!(
            long.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            ["зареги\u{AD}", "стри\u{AD}", "ровано"]
        );
        let cut = faces.shape("удовле\u{AD}", BODY).width_pt - faces.shape("удовле", BODY).width_pt;
        assert!(cut > 2.0, "the hyphen takes room: {cut}");
    }

    #[test]
    fn a_mark_is_not_parted_from_its_letter() {
        let faces = Faces::load().unwrap();
        let word = "e\u{301}".repeat(60);
        for line in faces.wrap(&word, BODY, 40.0) {
            assert!(line.text.starts_with('e'), "{:?}", line.text);
        }
    }
}
