//! What is refused, and in which words: what, where, what to do.

use super::{read, read_with};
use interchange::dna::{Entry, ReadOptions, read as open};

fn refused(text: &str) -> Vec<String> {
    read(text).unwrap().refused
}

fn file_error(bytes: &[u8]) -> String {
    read_with(bytes, ReadOptions::default()).err().unwrap().to_string()
}

#[test]
fn every_row_error_names_line_locus_and_what_to_do() {
    let heading = "sample,kind,TH01,FGA,AMEL\n";
    let checks = [
        ("A,,\"6,OL\",,\n", "line 2, locus TH01: off-ladder without a side: write >20"),
        ("A,,\"6,.3\",,\n", "line 2, locus TH01: `.3` is not an allele name: write repeats"),
        ("A,,\"6,0\",,\n", "line 2, locus TH01: allele 0: no allele has no repeat; leave the field empty"),
        ("A,,,,\"X,Z\"\n", "line 2, locus AMEL: only X and Y"),
        ("A,,,NULL,-\n", "line 2: the profile is empty: give at least one typed locus"),
        ("A,,6,7\n", "line 2: 4 fields, the heading has 5: add or take out a field"),
        ("A,,6,7,X,8\n", "line 2: 6 fields, the heading has 5"),
        ("A,,\"6,7,7,X\n", "line 2: a quotation mark is not closed"),
        (",,\"6,7\",,\n", "line 2: no specimen number: give one"),
        ("A\u{7},,\"6,7\",,\n", "line 2: specimen number: at most 64 characters, none of them a control"),
        ("A,both,\"6,7\",,\n", "line 2: kind: not one of the words it may be; single or mixture"),
        ("A,,\"6,7\",,\nB,,6,7,X\nA,,\"6,7\",,\n", "line 4: this specimen number stands already at line 2"),
    ];
    for (rows, words) in checks {
        let found = refused(&format!("{heading}{rows}"));
        assert!(found.len() == 1 && found[0].starts_with(words), "{rows}: {found:?}");
    }
}

#[test]
fn rows_of_markers_name_unknown_loci_and_refuse_the_whole_specimen() {
    let heading = "Sample Name\tMarker\tAllele 1\tAllele 2\n";
    let rows = "A\tTH01\t6\t7\nA\tCCR5\t1\t2\nA\tTH01\t6\t8\nB\tTH01\t6\t7\n\
                A\tFGA\t20\t21\nC\t\t1\t2\nD\tFGA\t20\n";
    let read = read(&format!("{heading}{rows}")).unwrap();
    assert_eq!(read.profiles.iter().map(|own| own.specimen.as_str()).collect::<Vec<_>>(), ["B"]);
    let words = [
        "line 3, locus CCR5: locus `CCR5` is not in the catalogue: check the spelling",
        "line 4, locus TH01: the locus stands already at line 2: keep one",
        "line 6: this specimen number stands already at line 2: rows of one specimen stand together",
        "line 7: a locus without a name",
        "line 8: 3 fields, the heading has 4",
    ];
    assert_eq!(read.refused.len(), words.len(), "{:?}", read.refused);
    for (found, words) in read.refused.iter().zip(words) {
        assert!(found.starts_with(words), "{found}");
    }
}

#[test]
fn a_row_that_is_no_text_refuses_the_specimen_around_it() {
    let bytes = b"Sample Name\tMarker\tAllele 1\nA\tTH01\t6\nA\tF\xffA\t20\nB\tTH01\t7\n";
    let read = read_with(bytes, ReadOptions::default()).unwrap();
    assert_eq!(read.refused, ["line 3: not UTF-8 text: save the file as UTF-8"]);
    assert_eq!(read.profiles[0].specimen, "B");
}

#[test]
fn a_file_that_cannot_be_read_says_where_and_why() {
    let checks: [(&[u8], &str); 16] = [
        (b"", "the file is empty"),
        (b" \r\n\n", "the file is empty"),
        (b"sample,TH01\n", "the file holds no profile"),
        (b"\xff\xfes\0a\0", "not UTF-8 (UTF-16): save the file as UTF-8"),
        (b"s\0a\0m\0p\0", "UTF-16 without a mark"),
        (b"GIF89a\0\0", "begins with the bytes 47 49 46 38"),
        (b"hello world\n", "its first line is `hello world`; known are GeneMapper"),
        (b"sample,TH01,CCR5\nA,6,1\n", "line 1, column 3 `CCR5`: neither a locus"),
        (b"sample,TH01,sample\nA,6,A\n", "line 1: two columns say the same"),
        (b"sample,population\nA,B\n", "line 1: no column is a locus"),
        (b"sample,marker\nA,TH01\n", "line 1: no column Allele 1"),
        (b"Sample Name\tRange From\tMut1\nA\t1\t2\n", "line 1: a table of mitochondrial differences"),
        (
            b"<?xml version='1.0'?>\n<rootnode/>",
            "line 2: element `rootnode` inside the file: not of CODIS CMF",
        ),
        (
            b"<CODISImportFile>\n<HEADERVERSION>3.1</HEADERVERSION>",
            "line 2: HEADERVERSION is missing, or is not 3.2",
        ),
        (
            b"<CODISImportFile>\n<HEADERVERSION>3.2",
            "line 2: the file ends inside HEADERVERSION: it was cut off",
        ),
        (b"<?xml version='1.0' encoding='windows-1251'?><a/>", "not UTF-8 (windows-1251)"),
    ];
    for (bytes, words) in checks {
        let found = file_error(bytes);
        assert!(found.contains(words), "{words}: {found}");
    }
}

#[test]
fn no_entity_is_expanded_and_no_document_type_accepted() {
    let bomb = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
        <CODISImportFile><HEADERVERSION>&c;</HEADERVERSION></CODISImportFile>"#;
    assert!(file_error(bomb).contains("a document type or an entity of its own is not accepted"));
    let unknown = b"<CODISImportFile>\n<HEADERVERSION>&c;</HEADERVERSION></CODISImportFile>";
    assert!(file_error(unknown).starts_with("line 2: a document type or an entity"));
}

#[test]
fn what_has_no_end_is_refused_before_it_fills_the_memory() {
    let long = "x".repeat(200_000);
    let files = [
        format!("sample,TH01\n{long}"),
        format!("<CODISImportFile {long}"),
        format!("<CODISImportFile><HEADERVERSION>{long}"),
        format!("<CODISImportFile><!--{long}"),
        format!("<CODISImportFile><HEADERVERSION>{}", "<![CDATA[xxxxxxxxxx]]>".repeat(1_000)),
    ];
    for file in files {
        let words = file_error(file.as_bytes());
        assert!(words.contains("more than 65536 bytes without an end"), "{words}");
    }
    let deep = format!("<CODISImportFile>{}", "<SPECIMEN>".repeat(100_000));
    assert!(file_error(deep.as_bytes()).contains("HEADERVERSION is missing"));
    let wide = format!("sample,{}\nA\n", "TH01,".repeat(3_000));
    assert!(file_error(wide.as_bytes()).contains("more than 2000 columns"));
}

#[test]
fn errors_beyond_the_list_are_counted() {
    let rows: String = (0..100).map(|number| format!("A\tL{number}\t1\n")).collect();
    let text = format!("Sample Name\tMarker\tAllele 1\n{rows}");
    let mut entries = open(text.as_bytes(), ReadOptions::default()).unwrap();
    let Some(Ok(Entry::Refused(refusal))) = entries.next() else { panic!("it is refused") };
    assert_eq!((refusal.errors.len(), refusal.more), (32, 68));
}

const HEAD: &str = "<CODISImportFile><HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>\
                    <SOURCELAB>L</SOURCELAB>\n";

#[test]
fn specimens_of_cmf_are_refused_by_line_and_locus() {
    let locus = |name: &str, alleles: &str| {
        format!(
            "<LOCUS><LOCUSNAME>{name}</LOCUSNAME>\n<READINGDATETIME>2026-03-02T09:30:00</READINGDATETIME>{alleles}</LOCUS>"
        )
    };
    let allele = |value: &str| format!("<ALLELE><ALLELEVALUE>{value}</ALLELEVALUE></ALLELE>");
    let good = locus("FGA", &allele("20").repeat(2));
    let checks = [
        (locus("CCR5", &allele("1")), "line 3, locus CCR5: locus `CCR5` is not in the catalogue"),
        (locus("", &allele("1")), "line 3: a locus without a name"),
        (locus("TH01", ""), "line 3, locus TH01: an allele without a value"),
        (
            locus("TH01", &format!("{}<ALLELE/>", allele("6"))),
            "line 4, locus TH01: an allele without a value",
        ),
        (locus("TH01", &allele("6").repeat(9)), "line 3, locus TH01: 9 alleles, the format lists at most 8"),
        (locus("TH01", &allele("12345678901")), "line 4, locus TH01: ALLELEVALUE: at most 10 characters"),
        (locus("FGA", &allele("21")), "line 3, locus FGA: the locus stands already at line 2"),
        (locus("TH01", &allele("6")).replace("03-02T", "3-2T"), "line 4, locus TH01: not a time as in"),
    ];
    for (second, words) in checks {
        let id = "<SPECIMENID>A</SPECIMENID><SPECIMENCATEGORY>Suspect, Known</SPECIMENCATEGORY>";
        let found = refused(&format!("{HEAD}<SPECIMEN>{id}{good}{second}</SPECIMEN></CODISImportFile>"));
        assert!(found[0].starts_with(words), "{words}: {found:?}");
    }
    let nobody = refused(&format!(
        "{HEAD}<SPECIMEN><SPECIMENCATEGORY>Anyone</SPECIMENCATEGORY>{good}</SPECIMEN></CODISImportFile>"
    ));
    assert!(nobody[0].contains("SPECIMENCATEGORY: not one of the words it may be"), "{nobody:?}");
    assert!(nobody[1].ends_with("no specimen number: give one"), "{nobody:?}");
}

#[test]
fn no_message_repeats_a_specimen_number() {
    for rows in ["SECRET-1,\"6,OL\"\n", "SECRET-1,6\nSECRET-1,7\n", "SECRET-1,6,7\n", "SECRET-1,\n"] {
        for words in refused(&format!("sample,TH01\n{rows}")) {
            assert!(!words.contains("SECRET"), "{words}");
        }
    }
}
