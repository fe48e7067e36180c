//! Filling the gallery chunk by chunk: finished chunks are kept in a folder, if there is one, and taken from there.

use std::time::Instant;

use gallery::{CodedRecord, Gallery};
use rayon::prelude::*;
use vocabulary::RegistryNumber;

use super::folder::Folder;
use super::people::{FIRST, Occasion, number, prints};
use super::probes::RealFinger;
use super::progress::{Progress, process_time};
use super::say;
use crate::failure::Failure;

/// Fingers of a chunk: what an interruption costs at most, some fifteen seconds of one processor.
const CHUNK_FINGERS: u64 = 50_000;
/// People coded before they are enrolled together.
const AT_ONCE: u64 = 1000;

/// A gallery being filled.
pub(super) struct Builder {
    pub(super) gallery: Gallery,
    /// Wall time of making and loading, s.
    pub(super) seconds: f64,
    people: u64,
    fingers: usize,
    chunk_people: u64,
    folder: Option<Folder>,
    made: Made,
    loaded: Loaded,
    progress: Progress,
}

/// What was made in this run.
#[derive(Default)]
struct Made {
    fingers: u64,
    processor_seconds: f64,
}

/// What was read from the folder.
#[derive(Default)]
struct Loaded {
    bytes: u64,
    seconds: f64,
}

impl Builder {
    /// An empty gallery for at most `persons` people.
    pub(super) fn new(persons: u64, fingers: usize, folder: Option<Folder>) -> Self {
        Self {
            gallery: Gallery::new(),
            seconds: 0.0,
            people: 0,
            fingers,
            chunk_people: (CHUNK_FINGERS / fingers.max(1) as u64).max(1),
            folder,
            made: Made::default(),
            loaded: Loaded::default(),
            progress: Progress::new("fingers enrolled", 0, persons * fingers as u64),
        }
    }

    /// Enrols people until there are so many.
    ///
    /// # Errors
    /// The folder cannot be read or written.
    pub(super) fn extend_to(&mut self, persons: u64) -> Result<(), Failure> {
        let start = Instant::now();
        self.progress.begin();
        while self.people < persons {
            let chunk = self.people / self.chunk_people;
            let last = persons.min((chunk + 1) * self.chunk_people);
            self.chunk(chunk, last)?;
        }
        self.seconds += start.elapsed().as_secs_f64();
        Ok(())
    }

    /// Enrols the people up to `last`, who end a chunk or everybody asked for.
    fn chunk(&mut self, chunk: u64, last: u64) -> Result<(), Failure> {
        let whole = self.people == chunk * self.chunk_people;
        let Some(folder) = self.folder.as_ref().filter(|_| whole && self.keeps(last)) else {
            self.make(last);
            return Ok(());
        };
        let start = Instant::now();
        let wanted = last - self.people;
        if let Some(found) = folder.load(chunk)?.filter(|found| found.len() as u64 == wanted) {
            self.loaded.bytes += folder.bytes(chunk);
            self.gallery.absorb(found);
            self.loaded.seconds += start.elapsed().as_secs_f64();
            self.people = last;
            self.progress.add(wanted * self.fingers as u64);
            return Ok(());
        }
        let all = std::mem::take(&mut self.gallery);
        self.make(last);
        let made = std::mem::replace(&mut self.gallery, all);
        if let Some(folder) = &self.folder {
            folder.save(chunk, &made)?;
        }
        self.gallery.absorb(made);
        Ok(())
    }

    /// Whether a chunk that ends here is kept: a whole one, or the last of all.
    fn keeps(&self, last: u64) -> bool {
        last.is_multiple_of(self.chunk_people) || last * self.fingers as u64 == self.progress.of()
    }

    fn make(&mut self, last: u64) {
        let begun = process_time();
        let fingers = self.fingers;
        while self.people < last {
            let end = last.min(self.people + AT_ONCE);
            let coded: Vec<_> = (self.people..end)
                .into_par_iter()
                .map(|index| (number(index), CodedRecord::new(&prints(index, fingers, Occasion::Enrolment))))
                .collect();
            for (number, record) in coded {
                self.gallery.insert_coded(number, record);
            }
            let count = (end - self.people) * fingers as u64;
            self.made.fingers += count;
            self.progress.add(count);
            self.people = end;
        }
        if let (Some(begun), Some(ended)) = (begun, process_time()) {
            self.made.processor_seconds += ended.saturating_sub(begun).as_secs_f64();
        }
    }

    /// Enrols real fingers, after every synthetic person.
    pub(super) fn enrol(&mut self, real: &[RealFinger]) {
        for (index, finger) in real.iter().enumerate() {
            self.gallery.insert(real_number(index), &[(FIRST, finger.enrolled.clone())]);
        }
        say(&format!("gallery: {} fingers, {} MB", self.gallery.fingers(), self.gallery.bytes() / 1_000_000));
    }

    /// Fingers made a second of processor time, synthesis included; `None` when nothing was made.
    pub(super) fn fingers_per_second_per_core(&self) -> Option<f64> {
        let seconds = self.made.processor_seconds;
        (self.made.fingers > 0 && seconds > 0.0).then(|| self.made.fingers as f64 / seconds)
    }

    /// Bytes a second read from the folder, checked and enrolled; `None` when nothing was.
    pub(super) fn loaded_bytes_per_second(&self) -> Option<f64> {
        (self.loaded.bytes > 0).then(|| self.loaded.bytes as f64 / self.loaded.seconds.max(1e-9))
    }
}

/// Numbers of the real fingers, after every synthetic person.
pub(super) fn real_number(index: usize) -> RegistryNumber {
    number(u64::MAX - index as u64)
}

#[cfg(test)]
mod tests {
    use super::super::people::Asked;
    use super::*;

    const PERSONS: u64 = 50;

    fn builder(folder: Option<&std::path::Path>) -> Builder {
        let asked = Asked { fingers: 2, searched: 2, told: true };
        let folder = folder.map(|path| Folder::open(path, PERSONS, &asked).ok().unwrap());
        Builder { chunk_people: 20, ..Builder::new(PERSONS, 2, folder) }
    }

    fn written(builder: &Builder) -> Vec<u8> {
        let mut bytes = Vec::new();
        builder.gallery.write_snapshot(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn an_interrupted_build_goes_on_with_what_is_missing_and_ends_alike() {
        let place = tempfile::tempdir().unwrap();
        let mut at_once = builder(None);
        at_once.extend_to(PERSONS).ok().unwrap();
        // stopped in the second chunk; then twice to the end
        for (end, made) in [(30, 60), (PERSONS, 60), (PERSONS, 0)] {
            let mut builder = builder(Some(place.path()));
            builder.extend_to(end).ok().unwrap();
            assert_eq!(builder.made.fingers, made, "up to {end}");
            assert_eq!(builder.loaded_bytes_per_second().is_some(), made == 0 || end == PERSONS);
            if end == PERSONS {
                assert!(written(&builder) == written(&at_once));
            }
        }
    }
}
