//! Quality against error: missed pairs of one finger by the lower quality of their two prints.

use std::fmt::Write as _;

use crate::samples::{Pair, Samples};

/// Bands of quality, from.
const BANDS: [u8; 6] = [0, 20, 40, 60, 75, 90];
/// False match rate at which misses are counted, one threshold for all bands.
const FMR: f64 = 1.0e-3;

struct Band {
    words: String,
    pairs: usize,
    missed: usize,
}

/// Prints the table of real and of synthetic prints and gives the drawing.
pub(crate) fn report(samples: &Samples, pairs: &[Pair]) -> String {
    let inside = |real: bool| -> Vec<Pair> {
        pairs.iter().filter(|p| p.folders.0 == p.folders.1 && samples.is_real(p) == real).copied().collect()
    };
    let kinds = [("real", bands(&inside(true))), ("synthetic", bands(&inside(false)))];
    println!("Quality of the worse print and misses at a false match rate of 0.1 %:\n");
    println!(
        "| quality | real: pairs of one finger | missed % | synthetic: pairs | missed % |\n|---|---|---|---|---|"
    );
    for (real, synthetic) in kinds[0].1.iter().zip(&kinds[1].1) {
        println!(
            "| {} | {} | {} | {} | {} |",
            real.words,
            real.pairs,
            real.percent(),
            synthetic.pairs,
            synthetic.percent()
        );
    }
    println!("\nMisses when the pairs of lowest quality are left out, 0, 5, 10, 20, 40 %:");
    for (name, real) in [("real", true), ("synthetic", false)] {
        println!("{name}: {}", rejected(&inside(real)));
    }
    println!();
    drawing(&kinds)
}

impl Band {
    fn share(&self) -> f64 {
        self.missed as f64 / self.pairs.max(1) as f64
    }

    fn percent(&self) -> String {
        if self.pairs == 0 { "–".to_owned() } else { format!("{:.1}", 100.0 * self.share()) }
    }
}

fn threshold(pairs: &[Pair]) -> f32 {
    let mut scores: Vec<f32> = pairs.iter().filter(|p| !p.genuine).map(|p| p.score).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    scores.get((scores.len() as f64 * FMR) as usize).copied().unwrap_or(0.0)
}

fn bands(pairs: &[Pair]) -> Vec<Band> {
    let threshold = threshold(pairs);
    let band = |(i, from): (usize, &u8)| {
        let below = BANDS.get(i + 1).copied().unwrap_or(101);
        let within: Vec<&Pair> =
            pairs.iter().filter(|p| p.genuine && p.quality >= *from && p.quality < below).collect();
        let missed = within.iter().filter(|p| p.score <= threshold).count();
        Band { words: format!("{from} to {}", below - 1), pairs: within.len(), missed }
    };
    BANDS.iter().enumerate().map(band).collect()
}

/// Error against rejection (Grother and Tabassi 2007).
fn rejected(pairs: &[Pair]) -> String {
    let threshold = threshold(pairs);
    let mut genuine: Vec<&Pair> = pairs.iter().filter(|p| p.genuine).collect();
    genuine.sort_by_key(|p| p.quality);
    let after = |share: f64| {
        let kept = &genuine[(genuine.len() as f64 * share) as usize..];
        let missed = kept.iter().filter(|p| p.score <= threshold).count();
        format!("{:.2} %", 100.0 * missed as f64 / kept.len().max(1) as f64)
    };
    [0.0, 0.05, 0.1, 0.2, 0.4].map(after).join(", ")
}

/// Bars of the share missed, on a square root scale, with the number of pairs.
fn drawing(kinds: &[(&str, Vec<Band>); 2]) -> String {
    let colors = ["#0b5c8a", "#8a5a00"];
    let place = |share: f64| 300.0 - 240.0 * (share / 0.4).sqrt().min(1.0);
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 380\" \
         font-family=\"Inter,'Segoe UI','Noto Sans',system-ui,sans-serif\" font-size=\"13\" fill=\"#14181f\">\n\
         <rect width=\"760\" height=\"380\" fill=\"#fbfbf9\"/>\n<text x=\"70\" y=\"32\" font-size=\"16\" font-weight=\"600\">\
         Tanba print quality and missed pairs of one finger</text>\n",
    );
    for percent in [1.0, 5.0, 10.0, 20.0, 40.0] {
        let y = place(percent / 100.0);
        let _ = writeln!(
            out,
            "<path d=\"M70 {y:.1}H730\" stroke=\"#d9dbd6\"/><text x=\"62\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#565c66\">{percent} %</text>",
            y + 4.0
        );
    }
    for (k, (name, bands)) in kinds.iter().enumerate() {
        let color = colors[k];
        for (i, band) in bands.iter().enumerate() {
            let (x, y) = (92.0 + 108.0 * i as f64 + 40.0 * k as f64, place(band.share()));
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y:.1}\" width=\"34\" height=\"{:.1}\" fill=\"{color}\"/><text x=\"{:.1}\" y=\"{:.1}\" \
                 text-anchor=\"middle\" font-size=\"11\">{}</text>",
                300.0 - y,
                x + 17.0,
                y - 5.0,
                band.percent()
            );
            if k == 0 {
                let _ = writeln!(
                    out,
                    "<text x=\"{:.1}\" y=\"318\" text-anchor=\"middle\">{}</text>",
                    x + 37.0,
                    band.words
                );
            }
        }
        let x = 70.0 + 130.0 * k as f64;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"346\" width=\"12\" height=\"12\" fill=\"{color}\"/><text x=\"{}\" y=\"357\">{name} prints</text>",
            x + 18.0
        );
    }
    out.push_str(
        "<path d=\"M70 300H730\" stroke=\"#14181f\"/>\n<text x=\"730\" y=\"357\" text-anchor=\"end\" fill=\"#565c66\">\
         lower quality of the two prints; missed at a false match rate of 0.1 %</text>\n</svg>\n",
    );
    out
}
