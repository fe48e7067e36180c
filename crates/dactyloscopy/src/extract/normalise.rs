//! Local normalisation: ridges become positive, valleys negative, contrast even.

use super::plane::Plane;
use crate::parameters::{NORMALISE_LIMIT, NORMALISE_NOISE_GREY, NORMALISE_RADIUS_PX};

/// `(local mean - grey) / (local deviation + noise)`, cut to a few deviations.
pub(crate) fn normalise(grey: &Plane) -> Plane {
    let mean = grey.box_mean(NORMALISE_RADIUS_PX);
    let centred = Plane {
        data: grey.data.iter().zip(&mean.data).map(|(g, m)| m - g).collect(),
        ..Plane { width: grey.width, height: grey.height, data: Vec::new() }
    };
    let squares =
        Plane { width: grey.width, height: grey.height, data: centred.data.iter().map(|c| c * c).collect() };
    let variance = squares.box_mean(NORMALISE_RADIUS_PX);
    let mut out = centred;
    for (value, variance) in out.data.iter_mut().zip(&variance.data) {
        let deviation = variance.max(0.0).sqrt() + NORMALISE_NOISE_GREY;
        *value = (*value / deviation).clamp(-NORMALISE_LIMIT, NORMALISE_LIMIT);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faint_and_strong_ridges_become_alike_and_dark_is_positive() {
        let p = Plane::from_fn(120, 60, |x, _| {
            let contrast = if x < 60.0 { 30.0 } else { 110.0 };
            128.0 + contrast * (x * std::f32::consts::TAU / 9.0).cos()
        });
        let n = normalise(&p);
        let deviation = |from: usize, to: usize| {
            ((from..to).map(|x| n.row(30)[x].powi(2)).sum::<f32>() / (to - from) as f32).sqrt()
        };
        let (faint, strong) = (deviation(18, 36), deviation(81, 99));
        assert!((faint / strong) > 0.8, "{faint} against {strong}");
        let (darkest, _) = (20..40).map(|x| (x, p.row(30)[x])).min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert!(n.row(30)[darkest] > 0.5);
    }
}
