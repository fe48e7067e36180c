//! CMF out: 3.2, or 3.3 when a locus is not among those of 3.2.

use std::io::Write;

use genomics::Locus;

use super::lists::{CATEGORIES, name_of};
use super::read::is_time;
use crate::dna::profile::ImportedProfile;
use crate::dna::write::{WriteError, WriteOptions, WriteProblem, designations};

/// Most loci of a specimen: 32 in 3.2, 64 since.
const LOCI_MAX_32: usize = 32;
const LOCI_MAX: usize = 64;
const ALLELES_MAX: usize = 8;

/// What the head of a CMF file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CmfHeader {
    /// Laboratory the file is for: 1 to 10 characters.
    pub destination: String,
    /// Laboratory that sends it, where a profile names none: 1 to 10 characters.
    pub source: String,
    /// User who submits it, and to whom the reading of a locus is put where the profile names nobody: 1 to 20 characters.
    pub user: String,
    /// Time of submission, ISO 8601 without a fraction: `2026-03-02T09:30:00`.
    pub at: String,
}

/// Writes CMF.
#[derive(Debug)]
pub(in crate::dna) struct CmfWriter {
    header: CmfHeader,
    category: Option<String>,
    is_32: bool,
}

impl CmfWriter {
    pub(in crate::dna) fn new(options: &WriteOptions, out: &mut impl Write) -> Result<Self, WriteError> {
        let refused = |what: String| Err(WriteError::Options { what });
        let Some(header) = options.cmf.clone() else {
            return refused("CMF needs a head: destination, source laboratory, user and time".into());
        };
        let fields = [
            ("DESTINATIONORI", &header.destination, 10),
            ("SOURCELAB", &header.source, 10),
            ("SUBMITBYUSERID", &header.user, 20),
        ];
        for (tag, text, most) in fields {
            if text.is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
                return refused(format!("{tag}: 1 to {most} characters, none of them a control character"));
            }
        }
        if !is_time(&header.at) {
            return refused("SUBMITDATETIME: a time as in 2026-03-02T09:30:00".into());
        }
        if let Some(category) = options.category.as_deref().filter(|own| !CATEGORIES.contains(own)) {
            return refused(format!("`{category}` is no category of CMF, such as {}", CATEGORIES[18]));
        }
        let of_32 = |locus: &Locus| name_of(*locus).is_none_or(|(_, is_32)| is_32);
        let is_32 = options.loci.iter().all(of_32) && options.loci.len() <= LOCI_MAX_32;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<CODISImportFile xmlns=\"urn:CODISImportFile-schema\">")?;
        let version = if is_32 { "3.2" } else { "3.3" };
        for (tag, text) in [
            ("HEADERVERSION", version),
            ("MESSAGETYPE", "Import"),
            ("DESTINATIONORI", &header.destination),
            ("SOURCELAB", &header.source),
            ("SUBMITBYUSERID", &header.user),
            ("SUBMITDATETIME", &header.at),
        ] {
            writeln!(out, "  <{tag}>{}</{tag}>", escaped(text))?;
        }
        Ok(Self { header, category: options.category.clone(), is_32 })
    }

    /// Writes one specimen, or nothing of it.
    pub(in crate::dna) fn write(
        &self,
        profile: &ImportedProfile,
        out: &mut impl Write,
    ) -> Result<(), WriteError> {
        let line = profile.line;
        let failed = |problem| Err(WriteError::profile(line, None, problem));
        let Some(category) = profile.category.as_ref().or(self.category.as_ref()) else {
            return failed(WriteProblem::NoCategory);
        };
        if !CATEGORIES.contains(&category.as_str()) {
            return failed(WriteProblem::Category {
                known: "such as Convicted Offender or Forensic, Unknown",
            });
        }
        if profile.agency.as_ref().is_some_and(|agency| *agency != self.header.source) {
            return failed(WriteProblem::OtherAgency);
        }
        for (field, text, most) in [
            ("specimen number", Some(&profile.specimen), 24),
            ("case", profile.case.as_ref(), 32),
            ("kit", profile.kit.as_ref(), 32),
        ] {
            if text.is_some_and(|text| text.chars().count() > most) {
                return failed(WriteProblem::Text { field, chars_max: most });
            }
        }
        let loci = profile.profile.loci().count();
        let most = if self.is_32 { LOCI_MAX_32 } else { LOCI_MAX };
        if loci > most {
            return failed(WriteProblem::TooMany { what: "loci", found: loci, most });
        }
        let text = self.specimen(profile, category)?;
        Ok(out.write_all(text.as_bytes())?)
    }

    fn specimen(&self, profile: &ImportedProfile, category: &str) -> Result<String, WriteError> {
        let mut text = String::from("  <SPECIMEN");
        let mut say = |part: &str| text.push_str(part);
        if let Some(case) = &profile.case {
            say(&format!(" CASEID=\"{}\"", escaped(case)));
        }
        if profile.partial {
            say(" PARTIAL=\"true\"");
        }
        say(&format!(">\n    <SPECIMENID>{}</SPECIMENID>\n", escaped(&profile.specimen)));
        say(&format!("    <SPECIMENCATEGORY>{}</SPECIMENCATEGORY>\n", escaped(category)));
        let kit = profile.kit.as_ref().map(|kit| format!(" KIT=\"{}\"", escaped(kit)));
        for (locus, genotype) in profile.profile.loci() {
            let failed = |problem| Err(WriteError::profile(profile.line, Some(locus), problem));
            let Some((name, _)) = name_of(locus) else {
                return failed(WriteProblem::NoSuchLocus { format: "CMF" });
            };
            let alleles = designations(genotype, false);
            if alleles.len() > ALLELES_MAX {
                let problem =
                    WriteProblem::TooMany { what: "alleles", found: alleles.len(), most: ALLELES_MAX };
                return failed(problem);
            }
            let reading = profile.readings.get(&locus);
            let (by, at) = reading.map_or((&self.header.user, &self.header.at), |own| (&own.by, &own.at));
            say(&format!("    <LOCUS{}>\n", kit.as_deref().unwrap_or_default()));
            say(&format!("      <LOCUSNAME>{name}</LOCUSNAME>\n"));
            say(&format!("      <READINGBY>{}</READINGBY>\n", escaped(by)));
            say(&format!("      <READINGDATETIME>{}</READINGDATETIME>\n", escaped(at)));
            for allele in alleles {
                let allele = escaped(&allele);
                say(&format!("      <ALLELE><ALLELEVALUE>{allele}</ALLELEVALUE></ALLELE>\n"));
            }
            say("    </LOCUS>\n");
        }
        say("  </SPECIMEN>\n");
        Ok(text)
    }

    pub(in crate::dna) fn finish(self, out: &mut impl Write) -> Result<(), WriteError> {
        Ok(writeln!(out, "</CODISImportFile>")?)
    }
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
