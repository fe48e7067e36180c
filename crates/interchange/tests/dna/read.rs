//! What is read, and as what.

use super::{genotype, good, read, read_with};
use genomics::profile::ProfileKind;
use interchange::dna::{Contents, DnaFormat, OneAllele, ReadOptions};

#[test]
fn a_wide_export_of_genemapper_with_heights_blanks_and_a_sensor() {
    let text = "Sample File\tSample Name\tTH01\tHeight\tQS1\tHeight\tAMEL\tHeight\tFGA\tHeight\t\r\n\
                1.fsa\tA-1\t6, 9.3, , ,\t800, 700, , ,\tX\t100\tX, Y, ,\t5, 5\t , , ,\t\t\r\n";
    let read = read(text).unwrap();
    assert_eq!((read.format, read.refused.len()), (DnaFormat::GeneMapper, 0));
    let profile = &read.profiles[0];
    assert_eq!((profile.specimen.as_str(), profile.line, profile.sensors_left_out), ("A-1", 2, 1));
    assert_eq!((genotype(profile, "TH01"), genotype(profile, "FGA")), ("6,9.3".into(), String::new()));
}

#[test]
fn one_row_a_marker_is_grouped_by_specimen() {
    let text = "Sample Name\tMarker\tAllele 1\tAllele 2\tHeight 1\tHeight 2\n\
                A\tTHO1\t6\t9.3\t1\t2\nA\tFGA\t20\t20\t1\t2\n\nB\tTH01\t7\t\t1\t\nB\tvWA\t\t\t\t\n";
    let profiles = good(text);
    let shown: Vec<_> = profiles.iter().map(|own| (own.specimen.as_str(), own.line)).collect();
    assert_eq!(shown, [("A", 2), ("B", 5)]);
    assert_eq!(
        (genotype(&profiles[0], "TH01"), genotype(&profiles[1], "TH01")),
        ("6,9.3".into(), "7,F".into())
    );
    assert_eq!(profiles[1].profile.loci().count(), 1, "what was not typed is left out");
}

#[test]
fn genis_says_category_and_kit() {
    let text = "Sample Name\tSpecimen Category\tUD1\tUD2\tMarker\tAllele 1\tAllele 2\tAllele 3\n\
                S\tSIMPLE\tsetup\tPowerplex21\tD3S1358\t15\t17\t\n";
    let read = read(text).unwrap();
    assert_eq!(read.format, DnaFormat::Genis);
    let profile = &read.profiles[0];
    assert_eq!(profile.category.as_deref(), Some("SIMPLE"));
    assert_eq!(genomics::kit(profile.kit.as_deref().unwrap()).unwrap().name, "PowerPlex 21");
}

const CMF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment --><c:CODISImportFile xmlns:c="urn:CODISImportFile-schema">
<c:HEADERVERSION>3.2</c:HEADERVERSION><c:MESSAGETYPE>Import</c:MESSAGETYPE><c:DESTINATIONORI>D</c:DESTINATIONORI>
<c:SOURCELAB>KZ&amp;1</c:SOURCELAB><c:SUBMITBYUSERID>U</c:SUBMITBYUSERID><c:SUBMITDATETIME>2026-03-02T09:30:00</c:SUBMITDATETIME>
<c:SPECIMEN CASEID="A &lt; 1" PARTIAL="true"><c:SPECIMENID>I&#78;1</c:SPECIMENID>
 <c:SPECIMENCATEGORY>Forensic, Unknown</c:SPECIMENCATEGORY><c:SPECIMENCOMMENT>&quot;free&quot; text</c:SPECIMENCOMMENT>
 <c:LOCUS KIT="PowerPlex 16"><c:LOCUSNAME>FGA</c:LOCUSNAME><c:READINGBY>R1</c:READINGBY>
  <c:READINGDATETIME>2002-02-13T21:50:42</c:READINGDATETIME>
  <c:ALLELE ALLELEREQUIRED="true"><c:ALLELEVALUE>&lt;16</c:ALLELEVALUE></c:ALLELE>
  <c:ALLELE><c:ALLELEVALUE><![CDATA[24]]></c:ALLELEVALUE></c:ALLELE></c:LOCUS>
</c:SPECIMEN></c:CODISImportFile>
"#;

#[test]
fn cmf_with_prefix_entities_of_xml_and_a_section_of_characters() {
    let read = read(CMF).unwrap();
    assert_eq!((read.format, read.refused), (DnaFormat::Cmf, vec![]));
    let profile = &read.profiles[0];
    assert_eq!(profile.specimen, "IN1");
    assert_eq!((profile.agency.as_deref(), profile.case.as_deref()), (Some("KZ&1"), Some("A < 1")));
    assert_eq!((profile.kit.as_deref(), profile.partial, profile.line), (Some("PowerPlex 16"), true, 5));
    assert_eq!(genotype(profile, "FGA"), "24,<16");
    assert_eq!(profile.readings.values().next().unwrap().by, "R1");
}

#[test]
fn a_byte_order_mark_and_two_line_ends_do_not_matter() {
    for text in [CMF.replace('\n', "\r\n"), "sample,TH01\r\nA,\"6,7\"\r\n".to_owned()] {
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(read_with(&marked, ReadOptions::default()).unwrap().profiles, good(&text));
    }
}

#[test]
fn one_allele_alone_is_what_the_laboratory_says_it_is() {
    let read = |one_allele| {
        let options = ReadOptions { one_allele, ..ReadOptions::default() };
        read_with(b"sample,TH01,DYS391,AMEL\nA,6,10,X\n", options).unwrap()
    };
    assert_eq!(genotype(&read(OneAllele::Unknown).profiles[0], "TH01"), "6,F");
    let homozygote = read(OneAllele::Homozygote);
    assert_eq!(genotype(&homozygote.profiles[0], "TH01"), "6,6");
    assert_eq!(genotype(&homozygote.profiles[0], "DYS391"), "10", "one allele is whole there");
    let refused = read(OneAllele::Refuse).refused;
    assert!(refused[0].starts_with("line 2, locus TH01: one allele only; write 11,11"), "{refused:?}");
}

#[test]
fn whose_alleles_a_profile_shows_is_told_by_column_category_or_count() {
    let kind = |text: &str| good(text)[0].profile.kind();
    assert_eq!(kind("sample,TH01,FGA\nA,\"6,7,8\",\"20,21\"\n"), ProfileKind::Single);
    assert_eq!(kind("sample,TH01,FGA\nA,\"6,7,8\",\"20,21,22\"\n"), ProfileKind::Mixture);
    assert_eq!(kind("sample,TH01\nA,\"6,7,8,9\"\n"), ProfileKind::Mixture);
    assert_eq!(kind("sample,kind,TH01\nA,mixture,\"6,7\"\n"), ProfileKind::Mixture);
    assert_eq!(kind("sample,category,TH01\nA,Forensic Mixture,6\n"), ProfileKind::Mixture);
    let of_a_convict = read("sample,category,TH01\nA,Convicted Offender,\"6,7,8,9\"\n").unwrap();
    assert!(
        of_a_convict.refused[0].contains("locus TH01: 4 alleles, at most 3"),
        "{:?}",
        of_a_convict.refused
    );
    let options = ReadOptions { contents: Contents::Mixture, ..ReadOptions::default() };
    let mixture = read_with(b"sample,TH01\nA,\"6,7\"\n", options).unwrap();
    assert_eq!(mixture.profiles[0].profile.kind(), ProfileKind::Mixture);
}

#[test]
fn a_column_that_is_no_locus_can_be_named_as_ignored() {
    let options = ReadOptions { ignored_columns: vec!["Passage No".into()], ..ReadOptions::default() };
    let read = read_with(b"sample,passage_no,Penta_D_1,Penta_D_2\nA,P0,9,11\n", options).unwrap();
    assert_eq!(genotype(&read.profiles[0], "Penta D"), "9,11");
}
