//! A line of a table into its fields (RFC 4180, but a field ends with its line).

use super::RowProblem;

/// The delimiter of a table by its heading: a tab if there is one, else the more frequent of semicolon and comma.
pub(super) fn delimiter_of(heading: &str) -> u8 {
    let count = |wanted: u8| heading.bytes().filter(|byte| *byte == wanted).count();
    if count(b'\t') > 0 {
        b'\t'
    } else if count(b';') > count(b',') {
        b';'
    } else {
        b','
    }
}

/// The fields of one line; the memory is used again for the next.
#[derive(Debug)]
pub(super) struct Cells {
    delimiter: u8,
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, text: String::new(), ends: Vec::new() }
    }

    /// Splits a line; a field in quotation marks may hold the delimiter, and `""` for a mark.
    pub(super) fn split(&mut self, line: &str) -> Result<(), RowProblem> {
        self.text.clear();
        self.ends.clear();
        let delimiter = char::from(self.delimiter);
        let mut rest = line;
        loop {
            let after = match rest.strip_prefix('"') {
                None => {
                    let end = rest.find(delimiter).unwrap_or(rest.len());
                    self.text.push_str(&rest[..end]);
                    &rest[end..]
                }
                Some(quoted) => self.quoted(quoted)?,
            };
            self.ends.push(self.text.len());
            match after.strip_prefix(delimiter) {
                Some(next) => rest = next,
                None if after.is_empty() => return Ok(()),
                None => return Err(RowProblem::Quote),
            }
        }
    }

    /// Takes a field behind its opening mark and gives what follows the closing one.
    fn quoted<'a>(&mut self, mut rest: &'a str) -> Result<&'a str, RowProblem> {
        loop {
            let (field, after) = rest.split_once('"').ok_or(RowProblem::Quote)?;
            self.text.push_str(field);
            match after.strip_prefix('"') {
                Some(next) => {
                    self.text.push('"');
                    rest = next;
                }
                None => return Ok(after),
            }
        }
    }

    /// How many fields there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field at a place from 0; blank beyond the last.
    pub(super) fn get(&self, place: usize) -> &str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..*end]
    }

    /// Whether no field says anything.
    pub(super) fn are_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The designations of a field that lists them: `11, 9.3`, `11/9.3`.
    ///
    /// Where semicolons separate fields, a program may have written 9.3 as `9,3`: there a comma separates designations only
    /// with a blank behind it, so that `9,3` is refused as no allele instead of being read as two.
    pub(super) fn list<'a>(&self, field: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let comma = if self.delimiter == b';' { ", " } else { "," };
        field.split(comma).flat_map(|part| part.split(['/', '|', ';']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(delimiter: u8, line: &str) -> Result<Vec<String>, RowProblem> {
        let mut cells = Cells::new(delimiter);
        cells.split(line)?;
        Ok((0..cells.len()).map(|place| cells.get(place).to_owned()).collect())
    }

    #[test]
    fn fields_are_split_at_delimiters_outside_of_quotes() {
        assert_eq!(fields(b',', "a,,\"b,\"\"c\"\"\",d\"e").unwrap(), ["a", "", "b,\"c\"", "d\"e"]);
        assert_eq!(fields(b'\t', "a\tb, c\t").unwrap(), ["a", "b, c", ""]);
        assert_eq!(fields(b',', "").unwrap(), [""]);
        assert_eq!(fields(b',', "қаз,\"\",ы").unwrap(), ["қаз", "", "ы"]);
        for wrong in ["\"a", "\"a\"b,c", "a,\"b"] {
            assert_eq!(fields(b',', wrong), Err(RowProblem::Quote), "{wrong}");
        }
    }

    #[test]
    fn the_delimiter_is_told_by_the_heading() {
        assert_eq!(delimiter_of("Sample Name\tTH01, x"), b'\t');
        assert_eq!(delimiter_of("sample;TH01;FGA"), b';');
        assert_eq!(delimiter_of("sample,TH01"), b',');
    }

    #[test]
    fn a_decimal_comma_is_never_read_as_two_alleles() {
        let list = |delimiter, text: &'static str| Cells::new(delimiter).list(text).collect::<Vec<_>>();
        assert_eq!(list(b';', "9,3"), ["9,3"]);
        assert_eq!(list(b';', "9,3, 10"), ["9,3", "10"]);
        assert_eq!(list(b';', "9.3/10"), ["9.3", "10"]);
        assert_eq!(list(b'\t', "7,9.3"), ["7", "9.3"]);
    }
}
