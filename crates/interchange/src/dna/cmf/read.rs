//! CMF in: element by element, never the whole file, no entity but those of XML itself.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::element::Element;
use super::lists::CATEGORIES;
use crate::dna::draft::Draft;
use crate::dna::error::{FileError, RowError, RowProblem};
use crate::dna::names::shown;
use crate::dna::profile::{Entry, Reading};
use crate::dna::reader::Shared;
use crate::dna::source::Metered;

/// Most bytes of a text before its length is checked.
const TEXT_BYTES_MAX: usize = 4_096;
/// Versions that are read.
const VERSIONS: [&str; 2] = ["3.2", "3.3"];
/// Most alleles of a locus (XSD).
const ALLELES_MAX: usize = 8;

/// Profiles of a CMF file.
#[derive(Debug)]
pub(in crate::dna) struct CmfReader<R> {
    xml: Reader<Metered<R>>,
    buffer: Vec<u8>,
    open: Vec<Element>,
    text: String,
    head: Head,
    specimen: Option<Specimen>,
    is_root_over: bool,
    was_root: bool,
}

#[derive(Debug, Default)]
struct Head {
    version: bool,
    message: bool,
    source_lab: Option<String>,
    kit: Option<String>,
}

#[derive(Debug)]
struct Specimen {
    draft: Draft,
    line: u64,
    locus: Locus,
    /// Kit its loci name: one, or `None` once they differ.
    kit: Option<Option<String>>,
}

#[derive(Debug, Default)]
struct Locus {
    line: u64,
    name: String,
    by: String,
    at: String,
    alleles: Vec<String>,
    /// The open allele has a value.
    has_value: bool,
}

impl<R: BufRead> CmfReader<R> {
    pub(in crate::dna) fn new(source: R) -> Self {
        let mut xml = Reader::from_reader(Metered::new(source));
        xml.config_mut().expand_empty_elements = true;
        Self {
            xml,
            buffer: Vec::new(),
            open: Vec::new(),
            text: String::new(),
            head: Head::default(),
            specimen: None,
            is_root_over: false,
            was_root: false,
        }
    }

    /// Line of what is read next.
    pub(in crate::dna) fn line(&self) -> u64 {
        self.xml.get_ref().line()
    }

    /// The next profile or refusal.
    pub(in crate::dna) fn next_entry(&mut self, shared: &mut Shared) -> Result<Option<Entry>, FileError> {
        loop {
            self.xml.get_mut().go_on();
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let step = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => self.step(event, shared),
                Err(error) => Err(self.damaged(&error)),
            };
            self.buffer = buffer;
            match step? {
                Step::On => {}
                Step::Specimen(entry) => return Ok(Some(entry)),
                Step::End => return Ok(None),
            }
        }
    }

    fn damaged(&self, error: &quick_xml::Error) -> FileError {
        let line = self.line();
        match error {
            quick_xml::Error::Io(_) if self.xml.get_ref().is_spent() => FileError::TooLong { line },
            quick_xml::Error::Io(error) => FileError::Io { line, what: error.to_string() },
            error => FileError::Xml { line, what: shown_words(&error.to_string()) },
        }
    }

    fn step(&mut self, event: Event<'_>, shared: &mut Shared) -> Result<Step, FileError> {
        let line = self.line();
        match event {
            Event::Start(tag) | Event::Empty(tag) => self.start(&tag)?,
            Event::End(_) => return self.end(shared),
            Event::Text(text) => self.take(&text, line)?,
            Event::CData(text) => self.take(&text, line)?,
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => predefined(&reference),
                    Err(_) => None,
                };
                let character = character.ok_or(FileError::Entity { line })?;
                self.take(character.encode_utf8(&mut [0; 4]), line)?;
            }
            Event::DocType(_) => return Err(FileError::Entity { line }),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok).unwrap_or("UTF-8".into());
                if !encoding.eq_ignore_ascii_case("UTF-8") {
                    return Err(FileError::Encoding { found: shown(&encoding) });
                }
            }
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return self.over(line),
        }
        Ok(Step::On)
    }

    fn over(&self, line: u64) -> Result<Step, FileError> {
        match self.open.last() {
            Some(element) => Err(FileError::CutOff { line, inside: element.tag() }),
            None if !self.was_root => Err(FileError::Element { line, what: "no element at all".into() }),
            None => Ok(Step::End),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), FileError> {
        let line = self.line();
        let local = tag.local_name();
        let name: &str = local.as_ref();
        let parent = self.open.last().copied();
        let allowed = Element::inside(parent, name).filter(|_| !self.is_root_over);
        let Some(element) = allowed else {
            let inside = parent.map_or("the file", Element::tag);
            return Err(FileError::Element {
                line,
                what: format!("element `{}` inside {inside}", shown(name)),
            });
        };
        self.text.clear();
        match element {
            Element::File => self.was_root = true,
            Element::Specimen => {
                self.check_head(line)?;
                let mut draft = Draft::new("", line);
                draft.case = self.attribute(tag, "CASEID")?.filter(|case| !case.is_empty());
                draft.partial = self.attribute(tag, "PARTIAL")?.is_some_and(|is| is == "true" || is == "1");
                draft.agency.clone_from(&self.head.source_lab);
                self.specimen = Some(Specimen { draft, line, locus: Locus::default(), kit: None });
            }
            Element::Locus => {
                let kit = self.attribute(tag, "KIT")?;
                if let Some(specimen) = &mut self.specimen {
                    specimen.locus = Locus { line, ..Locus::default() };
                    specimen.name_kit(kit);
                }
            }
            Element::Allele => {
                if let Some(specimen) = &mut self.specimen {
                    specimen.locus.has_value = false;
                }
            }
            _ => {}
        }
        self.open.push(element);
        Ok(())
    }

    fn attribute(&self, tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileError> {
        let line = self.line();
        let malformed = |what: String| FileError::Xml { line, what: shown_words(&what) };
        let Some(found) = tag.try_get_attribute(name).map_err(|error| malformed(error.to_string()))? else {
            return Ok(None);
        };
        let value = quick_xml::escape::unescape(&found.value).map_err(|_| FileError::Entity { line })?;
        Ok(Some(value.trim().to_owned()))
    }

    /// Text belongs to elements that hold text; between others only blanks may stand.
    fn take(&mut self, text: &str, line: u64) -> Result<(), FileError> {
        let holds_text = self.open.last().is_some_and(|element| element.chars_max() > 0);
        if holds_text {
            if self.text.len() + text.len() > TEXT_BYTES_MAX {
                return Err(FileError::TooLong { line });
            }
            self.text.push_str(text);
        } else if !text.trim().is_empty() {
            let inside = self.open.last().map_or("the file", |element| element.tag());
            return Err(FileError::Element {
                line,
                what: format!("text `{}` in {inside}", shown(text.trim())),
            });
        }
        Ok(())
    }

    fn end(&mut self, shared: &mut Shared) -> Result<Step, FileError> {
        let line = self.line();
        let Some(element) = self.open.pop() else { return Ok(Step::On) };
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match element {
            Element::File => {
                self.check_head(line)?;
                self.is_root_over = true;
            }
            Element::HeaderVersion | Element::MessageType | Element::SourceLab | Element::Kit => {
                self.head_field(element, text, line)?;
            }
            Element::Specimen => {
                if let Some(specimen) = self.specimen.take() {
                    let draft = specimen.finish(self.head.kit.as_deref());
                    return Ok(Step::Specimen(shared.finish(draft)));
                }
            }
            _ => {
                if let Some(specimen) = &mut self.specimen {
                    specimen.field(element, text, line, shared);
                }
            }
        }
        Ok(Step::On)
    }

    fn head_field(&mut self, element: Element, text: &str, line: u64) -> Result<(), FileError> {
        let is_short = text.chars().count() <= element.chars_max();
        let field = element.tag();
        match element {
            Element::HeaderVersion if VERSIONS.contains(&text) => self.head.version = true,
            Element::HeaderVersion => return Err(FileError::Head { line, field, expected: "3.2 or 3.3" }),
            Element::MessageType if text == "Import" => self.head.message = true,
            Element::MessageType => return Err(FileError::Head { line, field, expected: "Import" }),
            Element::SourceLab if is_short && !text.is_empty() => {
                self.head.source_lab = Some(text.to_owned());
            }
            Element::SourceLab => {
                return Err(FileError::Head { line, field, expected: "1 to 64 characters" });
            }
            _ if !is_short => return Err(FileError::Head { line, field, expected: "at most 32 characters" }),
            _ => self.head.kit = Some(text.to_owned()).filter(|text| !text.is_empty()),
        }
        Ok(())
    }

    fn check_head(&self, line: u64) -> Result<(), FileError> {
        let head = |field, expected| Err(FileError::Head { line, field, expected });
        match &self.head {
            Head { version: false, .. } => head("HEADERVERSION", "3.2 or 3.3"),
            Head { message: false, .. } => head("MESSAGETYPE", "Import"),
            Head { source_lab: None, .. } => head("SOURCELAB", "1 to 64 characters"),
            _ => Ok(()),
        }
    }
}

impl Specimen {
    fn name_kit(&mut self, kit: Option<String>) {
        let kit = kit.filter(|kit| !kit.is_empty());
        match &self.kit {
            None => self.kit = Some(kit),
            Some(before) if *before != kit => self.kit = Some(None),
            Some(_) => {}
        }
    }

    /// An element of the specimen, its locus or its allele ends.
    fn field(&mut self, element: Element, text: &str, line: u64, shared: &mut Shared) {
        if text.chars().count() > element.chars_max() && element.chars_max() > 0 {
            let problem = RowProblem::Text { field: element.tag(), chars_max: element.chars_max() };
            return self.draft.error(RowError { line, locus: self.named(), problem });
        }
        match element {
            Element::SpecimenId => self.draft.specimen = text.to_owned(),
            Element::SpecimenCategory => {
                if !CATEGORIES.contains(&text) {
                    let known = "the categories of CMF, such as Convicted Offender or Forensic, Unknown";
                    let problem = RowProblem::Word { field: "SPECIMENCATEGORY", known };
                    self.draft.error(RowError::new(line, problem));
                }
                self.draft.category = Some(text.to_owned());
            }
            Element::LocusName => self.locus.name = text.to_owned(),
            Element::ReadingBy => self.locus.by = text.to_owned(),
            Element::ReadingDateTime => {
                if !is_time(text) {
                    self.draft.error(RowError { line, locus: self.named(), problem: RowProblem::Time });
                }
                self.locus.at = text.to_owned();
            }
            Element::AlleleValue if !text.is_empty() => {
                self.locus.alleles.push(text.to_owned());
                self.locus.has_value = true;
            }
            Element::Allele if !self.locus.has_value => {
                self.draft.error(RowError { line, locus: self.named(), problem: RowProblem::NoAllele });
            }
            Element::Locus => self.locus_ends(shared),
            _ => {}
        }
    }

    /// The locus as the file names it, for an error.
    fn named(&self) -> Option<String> {
        Some(shown(&self.locus.name)).filter(|name| !name.is_empty())
    }

    fn locus_ends(&mut self, shared: &mut Shared) {
        let Locus { line, name, by, at, alleles, .. } = std::mem::take(&mut self.locus);
        if name.is_empty() {
            return self.draft.error(RowError::new(line, RowProblem::NoLocusName));
        }
        let locus = match shared.names.find(&name) {
            Ok(locus) => locus,
            Err(unknown) => {
                let locus = Some(unknown.name.clone());
                return self.draft.error(RowError { line, locus, problem: RowProblem::Locus(unknown) });
            }
        };
        if alleles.is_empty() {
            return self.draft.error(RowError::at(line, locus, RowProblem::NoAllele));
        }
        if alleles.len() > ALLELES_MAX {
            let problem = RowProblem::TooManyAlleles { found: alleles.len(), most: ALLELES_MAX };
            return self.draft.error(RowError::at(line, locus, problem));
        }
        let reading = Some(Reading { by, at }).filter(|reading| !reading.by.is_empty());
        self.draft.add(locus, line, alleles.iter().map(String::as_str), reading);
    }

    fn finish(mut self, kit: Option<&str>) -> Draft {
        self.draft.kit = kit.map(str::to_owned).or(self.kit.flatten());
        if self.draft.category.is_none() {
            let known = "it is missing: the categories of CMF, such as Convicted Offender";
            let problem = RowProblem::Word { field: "SPECIMENCATEGORY", known };
            self.draft.error(RowError::new(self.line, problem));
        }
        self.draft
    }
}

enum Step {
    On,
    Specimen(Entry),
    End,
}

/// The five entities of XML itself.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// Whether a text has the form of a time of XML Schema: `2002-02-14T21:51:44`, with what may follow.
pub(super) fn is_time(text: &str) -> bool {
    let form = b"dddd-dd-ddTdd:dd:dd";
    let bytes = text.as_bytes();
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    let rest = bytes.get(form.len()..).unwrap_or_default();
    let rest_fits = rest.iter().all(|byte| byte.is_ascii_digit() || b".:+-Z".contains(byte));
    bytes.len() >= form.len() && bytes.iter().zip(form).all(fits) && rest_fits
}

/// The parser's words: they may repeat names of the file.
fn shown_words(words: &str) -> String {
    words.chars().take(200).flat_map(char::escape_debug).collect()
}
