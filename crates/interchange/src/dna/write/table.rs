//! Tables out: GeneMapper, GENis, CSV.

use std::io::Write;

use genomics::Locus;

use super::{DnaTarget, WriteError, WriteOptions, WriteProblem, designations, kind_code};
use crate::dna::profile::ImportedProfile;

/// Columns of alleles that GENis reads.
const GENIS_ALLELES_MAX: usize = 8;
/// Most designations of a locus there are.
const ALLELES_MAX: usize = 16;

/// Writes a table.
#[derive(Debug)]
pub(super) struct TableWriter {
    target: DnaTarget,
    loci: Vec<Locus>,
    category: Option<String>,
    assignee: String,
}

impl TableWriter {
    pub(super) fn new(
        target: DnaTarget,
        options: &WriteOptions,
        out: &mut impl Write,
    ) -> Result<Self, WriteError> {
        let loci: Vec<Locus> = options.loci.iter().copied().collect();
        let assignee = options.assignee.clone().unwrap_or_default();
        if target == DnaTarget::Genis && assignee.trim().is_empty() {
            return Err(WriteError::Options {
                what: "GENis needs a user that the profiles are put to".into(),
            });
        }
        if assignee.chars().any(char::is_control) {
            return Err(WriteError::Options { what: "a user's name holds no control character".into() });
        }
        let writer = Self { target, loci, category: options.category.clone(), assignee };
        let heading: Vec<String> = match target {
            DnaTarget::Genis => {
                let first = ["Sample Name", "Specimen Category", "UD1", "UD2", "Marker"].map(str::to_owned);
                first.into_iter().chain(allele_columns(GENIS_ALLELES_MAX)).collect()
            }
            DnaTarget::GeneMapperWide => {
                let loci = writer.loci.iter().map(|locus| locus.name().to_owned());
                std::iter::once("Sample Name".to_owned()).chain(loci).collect()
            }
            DnaTarget::Csv => {
                let first =
                    ["specimen", "kind", "category", "agency", "kit", "case", "partial"].map(str::to_owned);
                first.into_iter().chain(writer.loci.iter().map(|locus| locus.name().to_owned())).collect()
            }
            DnaTarget::GeneMapper | DnaTarget::Cmf => {
                let first = ["Sample Name", "Marker"].map(str::to_owned);
                first.into_iter().chain(allele_columns(ALLELES_MAX)).collect()
            }
        };
        writer.row(&heading, out)?;
        Ok(writer)
    }

    pub(super) fn write(&self, profile: &ImportedProfile, out: &mut impl Write) -> Result<(), WriteError> {
        self.check(profile)?;
        match self.target {
            DnaTarget::Csv | DnaTarget::GeneMapperWide => self.specimen_row(profile, out),
            _ => self.marker_rows(profile, out),
        }
    }

    /// What a table cannot hold; before anything of the profile is written.
    fn check(&self, profile: &ImportedProfile) -> Result<(), WriteError> {
        let failed = |locus, problem| Err(WriteError::profile(profile.line, locus, problem));
        if self.target == DnaTarget::Genis && profile.category.as_ref().or(self.category.as_ref()).is_none() {
            return failed(None, WriteProblem::NoCategory);
        }
        for (field, text) in [
            ("specimen number", Some(&profile.specimen)),
            ("category", profile.category.as_ref()),
            ("agency", profile.agency.as_ref()),
            ("kit", profile.kit.as_ref()),
            ("case", profile.case.as_ref()),
        ] {
            if text.is_some_and(|text| text.starts_with(['=', '+', '-', '@'])) {
                return failed(None, WriteProblem::Formula { field });
            }
        }
        for (locus, genotype) in profile.profile.loci() {
            if self.loci.binary_search(&locus).is_err() {
                return failed(Some(locus), WriteProblem::NotAnnounced);
            }
            let found = designations(genotype, false).len();
            if self.target == DnaTarget::Genis && found > GENIS_ALLELES_MAX {
                let problem = WriteProblem::TooMany { what: "alleles", found, most: GENIS_ALLELES_MAX };
                return failed(Some(locus), problem);
            }
        }
        Ok(())
    }

    fn specimen_row(&self, profile: &ImportedProfile, out: &mut impl Write) -> Result<(), WriteError> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut fields = vec![profile.specimen.clone()];
        if self.target == DnaTarget::Csv {
            fields.push(kind_code(profile.profile.kind()).to_owned());
            fields.push(profile.category.clone().or_else(|| self.category.clone()).unwrap_or_default());
            fields.extend([text(&profile.agency), text(&profile.kit), text(&profile.case)]);
            fields.push(if profile.partial { "yes" } else { "" }.to_owned());
        }
        for locus in &self.loci {
            let genotype = profile.profile.get(*locus);
            let alleles = genotype.map(|own| designations(own, self.target == DnaTarget::Csv));
            fields.push(alleles.unwrap_or_default().join(", "));
        }
        self.row(&fields, out)
    }

    fn marker_rows(&self, profile: &ImportedProfile, out: &mut impl Write) -> Result<(), WriteError> {
        let columns = if self.target == DnaTarget::Genis { GENIS_ALLELES_MAX } else { ALLELES_MAX };
        for (locus, genotype) in profile.profile.loci() {
            let mut fields = vec![profile.specimen.clone()];
            if self.target == DnaTarget::Genis {
                fields.push(profile.category.clone().or_else(|| self.category.clone()).unwrap_or_default());
                fields.push(self.assignee.clone());
                fields.push(profile.kit.clone().unwrap_or_default());
            }
            fields.push(locus.name().to_owned());
            let mut alleles = designations(genotype, false);
            alleles.resize(columns, String::new());
            fields.append(&mut alleles);
            self.row(&fields, out)?;
        }
        Ok(())
    }

    fn row(&self, fields: &[String], out: &mut impl Write) -> Result<(), WriteError> {
        let delimiter = if self.target == DnaTarget::Csv { "," } else { "\t" };
        let quoted: Vec<String> = fields.iter().map(|field| quoted(field, delimiter)).collect();
        Ok(writeln!(out, "{}", quoted.join(delimiter))?)
    }
}

fn allele_columns(count: usize) -> impl Iterator<Item = String> {
    (1..=count).map(|number| format!("Allele {number}"))
}

/// A field in quotation marks where it needs them.
fn quoted(field: &str, delimiter: &str) -> String {
    if field.contains('"') || field.contains(delimiter) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
