//! What a file says of its scanning resolution, and what is made of it.

use dactyloscopy::Ppi;

/// Pixels per inch and the file's own words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    /// Horizontal and vertical; `None` when the file gives a number without a unit.
    pub(super) ppi: Option<(f64, f64)>,
    /// As the file has it, e.g. `pHYs 11811 x 11811 px/m`.
    pub(super) says: String,
}

impl Tag {
    /// A tag in pixels per metre.
    pub(super) fn per_metre(x: f64, y: f64, name: &str) -> Self {
        let says = format!("{name} {x} x {y} px/m");
        Self { ppi: Some((x * 0.0254, y * 0.0254)), says }
    }

    /// A tag in pixels per inch.
    pub(super) fn per_inch(x: f64, y: f64, name: &str) -> Self {
        Self { ppi: Some((x, y)), says: format!("{name} {x} x {y} px/inch") }
    }

    /// A tag in pixels per centimetre.
    pub(super) fn per_centimetre(x: f64, y: f64, name: &str) -> Self {
        Self { ppi: Some((x * 2.54, y * 2.54)), says: format!("{name} {x} x {y} px/cm") }
    }

    /// A ratio without a unit.
    pub(super) fn without_unit(x: f64, y: f64, name: &str) -> Self {
        Self { ppi: None, says: format!("{name} {x} x {y} without a unit") }
    }
}

/// The resolution to use, and the warning when it is not simply the file's.
///
/// Outside 100 to 2000 ppi counts as 500: FVC files say 1 dpi. Axes that differ by more than 2 % are used
/// by the horizontal one, with a warning.
pub(super) fn resolve(tag: Option<Tag>) -> (Ppi, Option<String>) {
    let Some(tag) = tag else {
        let warning =
            "the file says nothing of its resolution: 500 ppi is assumed; give the true one if it differs";
        return (Ppi::STANDARD, Some(warning.to_owned()));
    };
    let says = &tag.says;
    let usable = |ppi: f64| ppi.is_finite() && (99.5..2000.5).contains(&ppi);
    match tag.ppi {
        Some((x, y)) if usable(x) && usable(y) => {
            let Ok(ppi) = Ppi::new(x.round() as u16) else { return (Ppi::STANDARD, None) };
            let differ = (x - y).abs() > 0.02 * x;
            let warning = differ.then(|| {
                format!(
                    "the resolution differs by axis ({says}): the horizontal {} ppi is used for both",
                    ppi.get()
                )
            });
            (ppi, warning)
        }
        _ => {
            let warning = format!(
                "the resolution tag is not one of a fingerprint ({says}; 100 to 2000 ppi are possible): \
                 500 ppi is assumed; give the true one if it differs"
            );
            (Ppi::STANDARD, Some(warning))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_tags_are_used_without_a_word() {
        for (tag, ppi) in [
            (Tag::per_metre(19685.0, 19685.0, "pHYs"), 500),
            (Tag::per_centimetre(197.0, 197.0, "x"), 500),
            (Tag::per_inch(569.0, 569.0, "x"), 569),
            (Tag::per_inch(100.0, 100.0, "x"), 100),
            (Tag::per_inch(2000.0, 2000.0, "x"), 2000),
        ] {
            assert_eq!(resolve(Some(tag)), (Ppi::new(ppi).unwrap(), None));
        }
    }

    #[test]
    fn absurd_and_missing_tags_count_as_500_and_are_named() {
        let (ppi, warning) = resolve(Some(Tag::per_inch(1.0, 1.0, "XResolution")));
        assert_eq!(ppi, Ppi::STANDARD);
        assert!(warning.unwrap().contains("XResolution 1 x 1 px/inch"));
        for tag in [
            None,
            Some(Tag::per_inch(f64::NAN, 500.0, "x")),
            Some(Tag::per_inch(f64::INFINITY, f64::INFINITY, "x")),
            Some(Tag::per_inch(99.0, 99.0, "x")),
            Some(Tag::per_inch(2001.0, 2001.0, "x")),
            Some(Tag::without_unit(1.0, 1.0, "x")),
        ] {
            let (ppi, warning) = resolve(tag);
            assert_eq!(ppi, Ppi::STANDARD);
            assert!(warning.is_some());
        }
        assert!(resolve(Some(Tag::per_inch(500.0, 250.0, "x"))).1.unwrap().contains("axis"));
    }
}
