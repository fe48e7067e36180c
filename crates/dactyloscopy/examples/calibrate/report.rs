//! The checks of a fit, as Markdown for docs/benchmarks.md.

use dactyloscopy::{ALGORITHM, LikelihoodModel};

use crate::check::Ratios;
use crate::cross_pairs::CrossPairs;
use crate::fit::{fit, logit, tail};
use crate::samples::{Pair, Samples};

pub(crate) fn print(
    samples: &Samples,
    pairs: &[Pair],
    real: &[Pair],
    model: &LikelihoodModel,
    chance: &CrossPairs,
) {
    let genuine = real.iter().filter(|p| p.genuine).count();
    println!(
        "Algorithm {ALGORITHM}; {} prints of {} real folders, {genuine} pairs of one finger, {} of different fingers \
         (across folders too); {} images refused; {} pairs of fingers that are the same finger in two folders left out.\n",
        samples.prints.iter().filter(|p| p.folder < samples.real).count(),
        samples.real,
        real.len() - genuine,
        samples.refused,
        samples.same.len(),
    );
    println!("```text\n{model:#?}\n```\n");
    folders(samples, pairs, real, model);
    misleading(real, model);
    println!("{}", tails(samples, pairs, real, chance));
}

/// Fit without a folder, test on it; the synthetic folders are tested on the fit of all real ones.
fn folders(samples: &Samples, pairs: &[Pair], real: &[Pair], model: &LikelihoodModel) {
    println!(
        "| folder | pairs of one finger / different | Cllr, fitted without it | least Cllr of its order | Cllr, fitted with it |"
    );
    println!("|---|---|---|---|---|");
    let (mut held_out, mut all) = (Ratios { genuine: vec![], impostor: vec![] }, [0, 0]);
    for (index, name) in samples.names.iter().enumerate() {
        let inside = || pairs.iter().filter(|p| p.folders == (index, index));
        let others: Vec<Pair> = if index < samples.real {
            real.iter().filter(|p| p.folders.0 != index && p.folders.1 != index).copied().collect()
        } else {
            real.to_vec()
        };
        let strangers = others.iter().filter(|p| !p.genuine).count();
        let without = Ratios::new(&fit(&others, strangers), inside());
        let with = Ratios::new(model, inside());
        let (same, different) = (without.genuine.len(), without.impostor.len());
        println!(
            "| {name} | {same} / {different} | {:.4} | {:.4} | {:.4} |",
            without.cost(),
            without.least_cost(),
            with.cost()
        );
        if index < samples.real {
            all = [all[0] + same, all[1] + different];
            held_out.genuine.extend(without.genuine);
            held_out.impostor.extend(without.impostor);
        }
    }
    let with = Ratios::new(model, real.iter().filter(|p| p.folders.0 == p.folders.1));
    println!(
        "| **real folders pooled** | {} / {} | **{:.4}** | {:.4} | {:.4} |\n",
        all[0],
        all[1],
        held_out.cost(),
        held_out.least_cost(),
        with.cost()
    );
    println!(
        "Relative cross-entropy of the held-out ratios at prior odds of 10^-3 … 10^2 (1 says nothing, more misleads):"
    );
    let entropy: Vec<String> =
        (-3..=2).map(|p| format!("{:.3}", held_out.relative_entropy(f64::from(p)))).collect();
    println!("{}.\n", entropy.join(", "));
    let shares: Vec<String> = (0..5)
        .map(|level| {
            let (up, down) = held_out.misleading(f64::from(level));
            format!("10^{level}: {:.4} % | {:.2} %", 100.0 * up, 100.0 * down)
        })
        .collect();
    println!("Held out, strangers above 10^n | pairs of one finger below 10^-n: {}.\n", shares.join("; "));
}

/// Ratios counted in bands against ratios told.
fn misleading(real: &[Pair], model: &LikelihoodModel) {
    let ratios = Ratios::new(model, real.iter());
    let (g, i) = (ratios.genuine.len() as f64, ratios.impostor.len() as f64);
    println!(
        "| log10 ratio told | pairs of one finger | of different fingers | log10 ratio counted |\n|---|---|---|---|"
    );
    for (low, high) in [
        (-9.0, -2.0),
        (-2.0, -1.5),
        (-1.5, -1.0),
        (-1.0, -0.5),
        (-0.5, 0.0),
        (0.0, 0.5),
        (0.5, 1.0),
        (1.0, 1.5),
        (1.5, 2.0),
        (2.0, 3.0),
        (3.0, 4.0),
        (4.0, 9.0),
    ] {
        let within = |v: &[f64]| v.iter().filter(|x| **x >= low && **x < high).count();
        let (same, different) = (within(&ratios.genuine), within(&ratios.impostor));
        let counted = if same > 0 && different > 0 {
            format!("{:.2}", ((same as f64 / g) / (different as f64 / i)).log10())
        } else {
            "–".to_owned()
        };
        println!("| {low} to {high} | {same} | {different} | {counted} |");
    }
    println!();
}

/// Counted and extrapolated shares of strangers that reach a score.
fn tails(samples: &Samples, pairs: &[Pair], real: &[Pair], chance: &CrossPairs) -> String {
    let (from, rate) = tail(real);
    let strangers = |of: &dyn Fn(&Pair) -> bool| -> Vec<f32> {
        pairs.iter().filter(|p| !p.genuine && of(p)).map(|p| p.score).collect()
    };
    let inside = strangers(&|p| samples.is_real(p) && p.folders.0 == p.folders.1);
    let across = strangers(&|p| samples.is_real(p) && p.folders.0 != p.folders.1);
    let share = |v: &[f32], s: f32| v.iter().filter(|x| **x >= s).count() as f64 / v.len().max(1) as f64;
    let start = (inside.len() + across.len()) as f64;
    let at_start = real.iter().filter(|p| !p.genuine && logit(p.score) > from).count() as f64 / start;
    let mut text = format!(
        "Tail of the strangers: from a score of {:.3}, exponential in the logit with rate {rate:.2}.\n\n\
         | score | real, inside a folder ({}) | real, across ({}) | extrapolated | synthetic ({}) |\n|---|---|---|---|---|\n",
        1.0 / (1.0 + (-from).exp()),
        inside.len(),
        across.len(),
        chance.pairs()
    );
    for score in [0.5_f32, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] {
        let t = logit(score);
        let told = if t >= from {
            format!("{:.1e}", at_start * (-rate * (t - from)).exp())
        } else {
            "–".to_owned()
        };
        let counted = chance.reaching(f64::from(score));
        text += &format!(
            "| {score} | {:.1e} | {:.1e} | {told} | {:.1e} ({counted}) |\n",
            share(&inside, score),
            share(&across, score),
            counted as f64 / chance.pairs().max(1) as f64
        );
    }
    text
}
