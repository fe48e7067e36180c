//! Filling the gallery, with rate and remaining time.

use std::io::{self, Write};
use std::time::Instant;

use gallery::{CodedRecord, Gallery};
use rayon::prelude::*;

use super::people::{FIRST, Occasion, number, prints};
use super::probes::RealFinger;
use super::say;

/// People coded before they are enrolled together.
const AT_ONCE: u64 = 2000;
/// Seconds between two lines of progress.
const REPORT_SECONDS: f64 = 5.0;

pub(super) fn build(persons: u64, fingers: usize, real: &[RealFinger]) -> Gallery {
    let mut gallery = Gallery::new();
    for (index, finger) in real.iter().enumerate() {
        gallery.insert(real_number(index), &[(FIRST, finger.enrolled.clone())]);
    }
    let start = Instant::now();
    let mut reported = 0.0;
    for first in (0..persons).step_by(AT_ONCE as usize) {
        let last = persons.min(first + AT_ONCE);
        let coded: Vec<_> = (first..last)
            .into_par_iter()
            .map(|index| (number(index), CodedRecord::new(&prints(index, fingers, Occasion::Enrolment))))
            .collect();
        for (number, record) in coded {
            gallery.insert_coded(number, record);
        }
        let seconds = start.elapsed().as_secs_f64();
        if seconds - reported > REPORT_SECONDS || last == persons {
            reported = seconds;
            let rate = last as f64 * fingers as f64 / seconds;
            let left = (persons - last) as f64 * fingers as f64 / rate;
            let _ = writeln!(
                io::stderr(),
                "{last} of {persons} people enrolled, {rate:.0} fingers a second, {left:.0} s left"
            );
        }
    }
    say(&format!("gallery: {} fingers, {} MB", gallery.fingers(), gallery.bytes() / 1_000_000));
    gallery
}

/// Numbers of the real fingers, after every synthetic person.
pub(super) fn real_number(index: usize) -> vocabulary::RegistryNumber {
    number(u64::MAX - index as u64)
}
