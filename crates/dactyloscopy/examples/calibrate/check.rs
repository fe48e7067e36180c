//! How good likelihood ratios are: their cost, the least cost their order allows, and how often they mislead.

use dactyloscopy::{Covariates, LikelihoodModel};

use crate::samples::Pair;

/// log10 likelihood ratios of the two kinds of pairs.
pub(crate) struct Ratios {
    pub(crate) genuine: Vec<f64>,
    pub(crate) impostor: Vec<f64>,
}

impl Ratios {
    pub(crate) fn new<'a>(model: &LikelihoodModel, pairs: impl Iterator<Item = &'a Pair>) -> Self {
        let mut ratios = Self { genuine: Vec::new(), impostor: Vec::new() };
        for p in pairs {
            let covariates = Covariates { minutiae: p.minutiae, quality: p.quality };
            let value = f64::from(model.log10(p.score, covariates).min(model.limit_log10));
            if p.genuine { &mut ratios.genuine } else { &mut ratios.impostor }.push(value);
        }
        ratios
    }

    /// Log-likelihood-ratio cost, bits: 0 is perfect, 1 says nothing.
    pub(crate) fn cost(&self) -> f64 {
        self.entropy(0.0)
    }

    /// Empirical cross-entropy at prior odds of 10^`prior_log10`, over that of saying nothing (Ramos and
    /// Gonzalez-Rodriguez 2013): below 1 the ratios help whoever holds these prior odds.
    pub(crate) fn relative_entropy(&self, prior_log10: f64) -> f64 {
        let p = 1.0 / (1.0 + 10_f64.powf(-prior_log10));
        let silent = -(p * p.log2() + (1.0 - p) * (1.0 - p).log2());
        self.entropy(prior_log10) / silent
    }

    fn entropy(&self, prior_log10: f64) -> f64 {
        let odds = 10_f64.powf(prior_log10);
        let p = odds / (1.0 + odds);
        let mean =
            |v: &[f64], f: &dyn Fn(f64) -> f64| v.iter().map(|x| f(*x)).sum::<f64>() / v.len().max(1) as f64;
        let same = mean(&self.genuine, &|l| (10_f64.powf(-l) / odds).ln_1p());
        let different = mean(&self.impostor, &|l| (10_f64.powf(l) * odds).ln_1p());
        (p * same + (1.0 - p) * different) / std::f64::consts::LN_2
    }

    /// The least cost that any monotone map of the ratios has: pool adjacent violators (Brümmer and du Preez 2006).
    pub(crate) fn least_cost(&self) -> f64 {
        let (g, i) = (1.0 / self.genuine.len().max(1) as f64, 1.0 / self.impostor.len().max(1) as f64);
        let mut all: Vec<(f64, f64, f64)> = self.genuine.iter().map(|v| (*v, g, 0.0)).collect();
        all.extend(self.impostor.iter().map(|v| (*v, 0.0, i)));
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let share = |b: &(f64, f64)| b.0 / (b.0 + b.1);
        let mut blocks: Vec<(f64, f64)> = Vec::new();
        let mut last = f64::NAN;
        for (value, genuine, impostor) in all {
            match blocks.last_mut() {
                Some(block) if value == last => *block = (block.0 + genuine, block.1 + impostor),
                _ => blocks.push((genuine, impostor)),
            }
            last = value;
            while let [.., a, b] = blocks.as_slice()
                && share(a) >= share(b)
            {
                let joined = (a.0 + b.0, a.1 + b.1);
                blocks.truncate(blocks.len() - 2);
                blocks.push(joined);
            }
        }
        let bits = |b: &(f64, f64)| {
            let p = share(b);
            let cost = |weight: f64, p: f64| if weight > 0.0 { -weight * p.log2() } else { 0.0 };
            0.5 * (cost(b.0, p) + cost(b.1, 1.0 - p))
        };
        blocks.iter().map(bits).sum()
    }

    /// Shares of misleading ratios (Tippett): strangers' above 10^`level`, and pairs of one finger below 10^-`level`.
    pub(crate) fn misleading(&self, level: f64) -> (f64, f64) {
        let share = |v: &[f64], f: &dyn Fn(f64) -> bool| {
            v.iter().filter(|x| f(**x)).count() as f64 / v.len().max(1) as f64
        };
        (share(&self.impostor, &|l| l > level), share(&self.genuine, &|l| l < -level))
    }
}
