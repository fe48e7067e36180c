//! Scores of failed pairs, and the score file.

use super::measure::{Measured, Score};
use crate::fingerprint::refusal::Refusal;

/// The lowest score a comparison gives.
const SCORE_MIN: f32 = 0.0;

/// A pair with an image that gave no template is refused by every threshold: it gets the lowest score of all.
pub(super) fn give_failed_pairs_the_lowest_score(measured: &mut [Measured]) {
    let scores = measured.iter().flat_map(|m| &m.pairs).filter_map(|(_, score)| match score {
        Score::Of(score) => Some(*score),
        Score::Failed => None,
    });
    let lowest = scores.fold(SCORE_MIN, f32::min);
    for (_, score) in measured.iter_mut().flat_map(|m| &mut m.pairs) {
        if *score == Score::Failed {
            *score = Score::Of(lowest);
        }
    }
}

impl Measured {
    /// Scores of genuine or of impostor pairs.
    pub(super) fn scores(&self, genuine: bool) -> Vec<f64> {
        let of_kind = self.pairs.iter().filter(|(pair, _)| pair.genuine == genuine);
        of_kind
            .filter_map(|(_, score)| if let Score::Of(s) = score { Some(f64::from(*s)) } else { None })
            .collect()
    }
}

/// `probe,candidate,score` of every pair, with names as `FOLDER/STEM`.
pub(super) fn to_csv(measured: &[Measured]) -> Result<Vec<u8>, Refusal> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let refuse = |error: String| Refusal::new("cannot-write", format!("the score file: {error}"));
    writer.write_record(["probe", "candidate", "score"]).map_err(|error| refuse(error.to_string()))?;
    for folder in measured {
        let name = |index: usize| {
            let stem = folder.stems.get(index).map(String::as_str).unwrap_or_default();
            format!("{}/{stem}", folder.label)
        };
        for (pair, score) in &folder.pairs {
            let Score::Of(score) = score else { continue };
            let record = [name(pair.probe), name(pair.candidate), score.to_string()];
            writer.write_record(record).map_err(|error| refuse(error.to_string()))?;
        }
    }
    writer.into_inner().map_err(|error| refuse(error.to_string()))
}
