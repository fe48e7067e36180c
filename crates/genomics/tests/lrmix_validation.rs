//! The validation file of LRmix Studio (Netherlands Forensic Institute): 61 cases, likelihoods per locus.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use genomics::mixture::{Contributor, Hypothesis, MixtureModel, mixture_likelihood};
use genomics::{Allele, AlleleFrequencies};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/genomic/mixture"))
}

/// Cells of a line; a cell in quotes may hold the separator.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\t' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.trim_start_matches('\u{feff}')
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(cells)
        .collect()
}

/// Sample → locus → alleles.
fn samples(path: &Path) -> Vec<(String, BTreeMap<String, Vec<Allele>>)> {
    let mut samples: Vec<(String, BTreeMap<String, Vec<Allele>>)> = Vec::new();
    for row in table(path) {
        if row[1] == "AMEL" {
            continue;
        }
        let alleles =
            row[2..].iter().filter(|name| !name.is_empty()).map(|name| name.parse().unwrap()).collect();
        if samples.last().is_none_or(|(name, _)| *name != row[0]) {
            samples.push((row[0].clone(), BTreeMap::new()));
        }
        samples.last_mut().unwrap().1.insert(row[1].clone(), alleles);
    }
    samples
}

fn frequencies() -> BTreeMap<String, BTreeMap<Allele, f64>> {
    let path = folder().join("lrmix_validation_frequencies.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let loci = cells(text.lines().next().unwrap());
    let mut frequencies: BTreeMap<String, BTreeMap<Allele, f64>> = BTreeMap::new();
    for row in table(&path) {
        for (locus, cell) in loci.iter().zip(&row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
            let of_locus = frequencies.entry(locus.clone()).or_default();
            of_locus.insert(row[0].parse().unwrap(), cell.parse().unwrap());
        }
    }
    frequencies
}

fn number(cell: &str) -> f64 {
    cell.replace(',', ".").parse().unwrap_or_else(|_| panic!("not a number: {cell}"))
}

/// One row of the description: the two hypotheses and what is assumed.
struct Case {
    folder: PathBuf,
    row: Vec<String>,
}

impl Case {
    fn genotype(&self, file: &str, locus: &str) -> (Allele, Allele) {
        let samples = samples(&self.folder.join(file));
        let alleles = &samples[0].1[locus];
        (alleles[0], *alleles.get(1).unwrap_or(&alleles[0]))
    }

    fn value(&self, column: usize) -> f64 {
        number(&self.row[column])
    }

    fn hypotheses(&self, locus: &str) -> [Hypothesis; 2] {
        let known: Vec<Contributor> = (3..7)
            .filter(|&column| self.row[column] != "0")
            .map(|column| Contributor {
                genotype: self.genotype(&self.row[column], locus),
                dropout: self.value(column + 9),
            })
            .collect();
        let suspect = Contributor { genotype: self.genotype(&self.row[7], locus), dropout: self.value(16) };
        let with: Vec<Contributor> = known.iter().copied().chain([suspect]).collect();
        let unknown = |column: usize| self.value(column) as usize;
        [
            Hypothesis {
                known: with,
                unknown: unknown(8),
                unknown_dropout: self.value(10),
                not_contributing: vec![],
            },
            Hypothesis {
                known,
                unknown: unknown(9),
                unknown_dropout: self.value(11),
                not_contributing: vec![suspect.genotype],
            },
        ]
    }
}

#[test]
fn the_validation_values_of_lrmix_to_1e_6() {
    if !folder().exists() {
        eprintln!("SKIPPED: the_validation_values_of_lrmix_to_1e_6: no {}", folder().display());
        return;
    }
    let frequencies = frequencies();
    let descriptions = table(&folder().join("lrmix_validation_description.csv"));
    let (mut agreed, mut worst, mut without_rare, mut disagreeing) = (0, 0f64, 0, Vec::new());
    for result in table(&folder().join("lrmix_validation_results.csv")) {
        let [id, name, locus, numerator, denominator] = &result[..5] else { panic!("{result:?}") };
        if locus == "prod" {
            continue;
        }
        let row = descriptions.iter().find(|row| row[0] == *id).unwrap().clone();
        let case = Case { folder: folder().join(format!("lrmix-{}", name.replace(' ', "-"))), row };
        let replicates: Vec<BTreeSet<Allele>> = samples(&case.folder.join(&case.row[2]))
            .into_iter()
            .map(|(_, loci)| loci.get(locus).into_iter().flatten().copied().collect())
            .collect();
        let hypotheses = case.hypotheses(locus);
        let mut table = AlleleFrequencies::rescaled(frequencies[locus].clone()).unwrap();
        // The suspect of case 1.5 has an allele the table lacks. LRmix leaves it at frequency 0: unknown people
        // never have it, though theta counts the suspect's, and probabilities sum to 1/(1+2θ).
        let rare: Allele = "14.2".parse().unwrap();
        let lacks = name == "case 1.5" && locus == "D1S1656";
        if lacks {
            table = table.with_rare(rare, 1e-9);
        }
        let (theta, drop_in) = (case.value(18), case.value(17));
        let model = MixtureModel { frequencies: &table, theta, drop_in };
        let ours = hypotheses
            .map(|hypothesis| mixture_likelihood(&replicates, &hypothesis, &model).unwrap().to_f64());
        let lost = if lacks { 1.0 + 2.0 * theta } else { 1.0 };
        without_rare += usize::from(lacks && theta > 0.0);
        for (ours, theirs) in [(ours[0], number(numerator)), (ours[1], number(denominator) * lost)] {
            let difference = (ours - theirs).abs() / theirs.max(f64::MIN_POSITIVE);
            if difference < 1e-6 {
                agreed += 1;
                worst = worst.max(difference);
            } else {
                disagreeing.push(format!("{id} {name} {locus}: {ours:e} {theirs:e}"));
            }
        }
    }
    println!("{agreed} likelihoods agree, worst {worst:.1e}; {without_rare} with the lost allele");
    assert!(disagreeing.is_empty(), "{} disagree:\n{}", disagreeing.len(), disagreeing.join("\n"));
    assert_eq!((agreed, without_rare), (1830, 3));
}
