//! What finds the minutiae of a print: two detectors behind one trait.

use crate::extract::detection::singularities;
use crate::extract::enhancement::{enhance, window_of};
use crate::extract::filtering::{Context, blocks_around, doubt_fleeting, remove_false};
use crate::extract::segmentation::distance_to_background;
use crate::front_end::FrontEnd;
use crate::minutia::Minutia;
use crate::network::{Network, WeightsError};
use crate::parameters::{
    CONFIDENCE_BEST, PERSISTENCE_SIGMA_PERIODS, SURE_CONFIDENCE, TEXT_CONFIDENCE, TEXT_MINUTIAE_MIN,
};
use crate::template::AlgorithmVersion;

/// The detector of [`crate::extract`].
pub const DEFAULT_DETECTOR: DetectorName = DetectorName::Network;

/// Finds the minutiae of one print.
pub trait MinutiaDetector: Sync {
    /// What its templates say they were made by.
    fn algorithm(&self) -> AlgorithmVersion;

    /// The minutiae, best first.
    fn minutiae(&self, print: &FrontEnd) -> Vec<Minutia>;

    /// Whether what it found can only be a finger's, however the rest of the image looks.
    fn is_sure(&self, _minutiae: &[Minutia]) -> bool {
        false
    }

    /// Why what it found speaks against a finger, if it does.
    fn why_not_a_finger(&self, _minutiae: &[Minutia]) -> Option<String> {
        None
    }
}

/// Names of the built-in detectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DetectorName {
    /// Singularities of the phase ([`PhaseDetector`]).
    Phase,
    /// The trained network ([`Network`]).
    Network,
}

impl DetectorName {
    /// Both, in the order they came to be.
    pub const ALL: [Self; 2] = [Self::Phase, Self::Network];

    /// The version templates of this detector carry.
    pub const fn algorithm(self) -> AlgorithmVersion {
        match self {
            Self::Phase => AlgorithmVersion { major: 0, minor: 2 },
            Self::Network => AlgorithmVersion { major: 0, minor: 4 },
        }
    }

    /// The detector itself.
    ///
    /// # Errors
    /// [`WeightsError`] where the weights of this build are damaged.
    pub fn detector(self) -> Result<&'static dyn MinutiaDetector, WeightsError> {
        match self {
            Self::Phase => Ok(&PhaseDetector),
            Self::Network => Network::built_in().map(|network| network as _),
        }
    }
}

impl std::fmt::Display for DetectorName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Phase => "phase",
            Self::Network => "network",
        })
    }
}

/// No detector has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no detector of minutiae: there are phase and network")]
pub struct UnknownDetector(pub String);

impl std::str::FromStr for DetectorName {
    type Err = UnknownDetector;

    fn from_str(text: &str) -> Result<Self, UnknownDetector> {
        let named = Self::ALL.into_iter().find(|name| name.to_string() == text);
        named.ok_or_else(|| UnknownDetector(text.to_owned()))
    }
}

/// Minutiae as singularities of the phase of the ridge wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseDetector;

impl MinutiaDetector for PhaseDetector {
    fn algorithm(&self) -> AlgorithmVersion {
        DetectorName::Phase.algorithm()
    }

    /// How clear the print is decides how narrow the last enhancement is.
    fn minutiae(&self, print: &FrontEnd) -> Vec<Minutia> {
        let FrontEnd { normalised, foreground, flow, period_px, reliability, .. } = print;
        let wave = enhance(normalised, &flow.ridge_rad, period_px, &window_of(reliability), foreground);
        let found = singularities(&wave, &flow.ridge_rad, period_px, foreground);
        let context = Context {
            width_px: normalised.width,
            height_px: normalised.height,
            period_px,
            reliability,
            depth_blocks: &distance_to_background(foreground),
        };
        let mut minutiae = remove_false(found, &context);
        let around = blocks_around(&minutiae, foreground);
        let wide_window = period_px.map(|_| PERSISTENCE_SIGMA_PERIODS);
        let wide = enhance(normalised, &flow.ridge_rad, period_px, &wide_window, &around);
        doubt_fleeting(&mut minutiae, &singularities(&wide, &flow.ridge_rad, period_px, &around), period_px);
        minutiae
    }
}

impl MinutiaDetector for Network {
    fn algorithm(&self) -> AlgorithmVersion {
        DetectorName::Network.algorithm()
    }

    fn minutiae(&self, print: &FrontEnd) -> Vec<Minutia> {
        Network::minutiae(self, print)
    }

    fn is_sure(&self, minutiae: &[Minutia]) -> bool {
        confidence_of_best(minutiae) >= SURE_CONFIDENCE
    }

    fn why_not_a_finger(&self, minutiae: &[Minutia]) -> Option<String> {
        let unsure = confidence_of_best(minutiae) < TEXT_CONFIDENCE;
        (minutiae.len() >= TEXT_MINUTIAE_MIN && unsure).then(|| {
            format!(
                "{} ends and forks of lines, but hardly one of them sure, as in print text",
                minutiae.len()
            )
        })
    }
}

/// Mean confidence of the best minutiae; those that are missing count nothing.
fn confidence_of_best(minutiae: &[Minutia]) -> f32 {
    let sum: f32 = minutiae.iter().take(CONFIDENCE_BEST).map(|m| f32::from(m.quality)).sum();
    sum / CONFIDENCE_BEST as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minutia::MinutiaKind;
    use crate::template::{ALGORITHM, Template};

    #[test]
    fn names_are_read_and_others_refused() {
        for name in DetectorName::ALL {
            assert_eq!(name.to_string().parse(), Ok(name));
            assert_eq!(name.detector().unwrap().algorithm(), name.algorithm());
        }
        assert_eq!("Phase".parse::<DetectorName>(), Err(UnknownDetector("Phase".to_owned())));
    }

    #[test]
    fn templates_tell_detectors_apart_and_every_build_reads_both() {
        assert_eq!(ALGORITHM, DEFAULT_DETECTOR.algorithm());
        assert_ne!(DetectorName::Phase.algorithm(), DetectorName::Network.algorithm());
        for name in DetectorName::ALL {
            let template = Template::new(300, 400, 50, vec![]).unwrap().made_by(name.algorithm());
            assert_eq!(Template::from_bytes(&template.to_bytes()).unwrap().algorithm(), name.algorithm());
        }
    }

    #[test]
    fn a_dozen_sure_minutiae_are_a_finger_and_eight_are_not() {
        let network = DetectorName::Network.detector().unwrap();
        let some = |count: usize, quality: u8| {
            let one =
                Minutia { x_px: 9.0, y_px: 9.0, direction_rad: 0.0, kind: MinutiaKind::Ending, quality };
            network.is_sure(&vec![one; count])
        };
        assert!(some(12, SURE_CONFIDENCE as u8) && some(40, 90));
        assert!(!some(8, 60) && !some(100, SURE_CONFIDENCE as u8 - 1) && !some(0, 0));
        let phase = DetectorName::Phase.detector().unwrap();
        assert!(!phase.is_sure(&[]), "its qualities are no confidences");
    }
}
