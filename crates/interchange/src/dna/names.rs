//! Names of a file found in the catalogue once, then remembered.

use std::collections::HashMap;

use genomics::{Locus, UnknownLocus};

/// Most spellings remembered; a catalogue has a few of each locus.
const SPELLINGS_MAX: usize = 1_000;

/// The loci of the names met so far.
#[derive(Debug, Default)]
pub(super) struct LocusNames(HashMap<String, Locus>);

impl LocusNames {
    /// The locus of a name, in any usual spelling.
    pub(super) fn find(&mut self, name: &str) -> Result<Locus, UnknownLocus> {
        if let Some(locus) = self.0.get(name) {
            return Ok(*locus);
        }
        let locus = Locus::named(name)?;
        if self.0.len() < SPELLINGS_MAX {
            self.0.insert(name.to_owned(), locus);
        }
        Ok(locus)
    }
}

/// A text of the input as a message may repeat it: short, without what a terminal obeys.
pub(super) fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    let mut shown: String = text.chars().take(CHARS_MAX).flat_map(char::escape_debug).collect();
    if text.chars().nth(CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}
