//! Fits the model of the likelihood ratio: equal weight of both kinds of pairs, least mean logarithmic cost
//! (Brümmer and du Preez 2006), by the simplex method of Nelder and Mead (1965).

use dactyloscopy::{Covariates, LikelihoodModel};

use crate::samples::Pair;

/// Share of strangers' pairs above which the tail begins.
const TAIL_SHARE: f64 = 1.0e-3;
/// Least share of pairs of one finger that score as strangers do.
const FLOOR_MIN: f64 = 0.01;
/// Steps of the simplex.
const STEPS: usize = 700;

/// The model of some pairs; `strangers` is how many pairs of different real fingers bear the limit out.
pub(crate) fn fit(pairs: &[Pair], strangers: usize) -> LikelihoodModel {
    let (tail_from, tail_rate) = tail(pairs);
    let start = [-4.0, -0.8, 3.9, -0.5, 0.0, 0.3];
    let model = |p: &[f64; 6]| LikelihoodModel {
        floor: p[0] as f32,
        offset: p[1] as f32,
        slope: p[2] as f32,
        quality: p[3] as f32,
        minutiae: p[4] as f32,
        quality_slope: p[5] as f32,
        tail_from: tail_from as f32,
        tail_slope: tail_rate as f32,
        limit_log10: (strangers as f32 / 3.0).log10(),
    };
    let cells = Cell::count(pairs);
    let best = simplex(start, |p| cost(&model(p), &cells) + unlikely(p));
    round(model(&best))
}

/// A model must rise with the score at every quality; and among the pairs of one finger of any sensor some say nothing,
/// so that a low score is never held against one finger by more than [`FLOOR_MIN`].
fn unlikely(p: &[f64; 6]) -> f64 {
    let least_slope = p[2] - 1.5 * p[5].abs();
    (1.0 - least_slope).max(0.0) + (FLOOR_MIN.ln() - p[0]).max(0.0)
}

/// Four decimals: what the table holds is what is checked.
fn round(m: LikelihoodModel) -> LikelihoodModel {
    let r = |v: f32| (v * 1e4).round() / 1e4;
    LikelihoodModel {
        floor: r(m.floor),
        offset: r(m.offset),
        slope: r(m.slope),
        quality: r(m.quality),
        minutiae: r(m.minutiae),
        quality_slope: r(m.quality_slope),
        tail_from: r(m.tail_from),
        tail_slope: r(m.tail_slope),
        limit_log10: (m.limit_log10 * 100.0).floor() / 100.0,
    }
}

/// Logit of the score above which one pair of strangers in a thousand lies, and the rate of the exponential that its
/// excesses follow (maximum likelihood: one over their mean).
pub(crate) fn tail(pairs: &[Pair]) -> (f64, f64) {
    let mut t: Vec<f64> = pairs.iter().filter(|p| !p.genuine).map(|p| logit(p.score)).collect();
    t.sort_by(f64::total_cmp);
    let above = ((t.len() as f64 * TAIL_SHARE) as usize).max(10).min(t.len() - 1);
    let from = t[t.len() - 1 - above];
    let excess = t[t.len() - above..].iter().map(|v| v - from).sum::<f64>() / above as f64;
    (from, 1.0 / excess)
}

pub(crate) fn logit(score: f32) -> f64 {
    let p = f64::from(score).clamp(1e-4, 0.9999);
    (p / (1.0 - p)).ln()
}

/// Pairs so alike that the model cannot tell them apart.
struct Cell {
    score: f32,
    covariates: Covariates,
    genuine: f64,
    impostor: f64,
}

impl Cell {
    fn count(pairs: &[Pair]) -> Vec<Self> {
        let mut counts = std::collections::BTreeMap::<(u16, usize, u8), (f64, f64)>::new();
        let genuine = pairs.iter().filter(|p| p.genuine).count().max(1) as f64;
        let impostor = (pairs.len() as f64 - genuine).max(1.0);
        for p in pairs {
            let key = ((p.score * 250.0) as u16, p.minutiae.min(120) / 6, p.quality / 10);
            let cell = counts.entry(key).or_default();
            if p.genuine { cell.0 += 1.0 / genuine } else { cell.1 += 1.0 / impostor }
        }
        let cell = |((s, m, q), (genuine, impostor)): ((u16, usize, u8), (f64, f64))| Self {
            score: (f32::from(s) + 0.5) / 250.0,
            covariates: Covariates { minutiae: 6 * m + 3, quality: 10 * q + 5 },
            genuine,
            impostor,
        };
        counts.into_iter().map(cell).collect()
    }
}

/// Half the mean costs of both kinds, in bits: the log-likelihood-ratio cost of the model.
fn cost(model: &LikelihoodModel, cells: &[Cell]) -> f64 {
    let bits = |cell: &Cell| {
        let ln = f64::from(model.log10(cell.score, cell.covariates)) * std::f64::consts::LN_10;
        0.5 * (cell.genuine * (-ln).exp().ln_1p() + cell.impostor * ln.exp().ln_1p())
    };
    cells.iter().map(bits).sum::<f64>() / std::f64::consts::LN_2
}

/// The point of least cost that the simplex finds.
fn simplex<const N: usize>(start: [f64; N], cost: impl Fn(&[f64; N]) -> f64) -> [f64; N] {
    let mut points: Vec<([f64; N], f64)> = vec![(start, cost(&start))];
    for axis in 0..N {
        let mut point = start;
        point[axis] += 0.5;
        points.push((point, cost(&point)));
    }
    for _ in 0..STEPS {
        points.sort_by(|a, b| a.1.total_cmp(&b.1));
        let worst = points[N];
        let mut centre = [0.0; N];
        for (point, _) in &points[..N] {
            (0..N).for_each(|i| centre[i] += point[i] / N as f64);
        }
        let at = |by: f64| {
            let mut point = centre;
            (0..N).for_each(|i| point[i] += by * (worst.0[i] - centre[i]));
            (point, cost(&point))
        };
        let reflected = at(-1.0);
        points[N] = if reflected.1 < points[0].1 {
            let farther = at(-2.0);
            if farther.1 < reflected.1 { farther } else { reflected }
        } else if reflected.1 < points[N - 1].1 {
            reflected
        } else {
            let nearer = if reflected.1 < worst.1 { at(-0.5) } else { at(0.5) };
            if nearer.1 >= worst.1 {
                let best = points[0].0;
                for (point, value) in &mut points[1..] {
                    (0..N).for_each(|i| point[i] = 0.5 * (point[i] + best[i]));
                    *value = cost(point);
                }
                continue;
            }
            nearer
        };
    }
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    points[0].0
}
