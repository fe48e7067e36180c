//! What the files are: the same every time, tagged, whole over pages.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[allow(dead_code, reason = "shared with the other tests and the example")]
mod samples;

use papers::{ActKind, Language, Paper, PaperError, Rendered, render};
use pdf_extract::Document;

fn rendered(name: &str, paper: &Paper, language: Language) -> Result<Rendered, PaperError> {
    render(paper, language, &samples::issue(name, paper, language))
}

fn pages_of(pdf: &[u8]) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap()
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    for (name, paper) in samples::samples(Language::Kk) {
        let first = rendered(name, &paper, Language::Kk).unwrap();
        let elsewhere = std::thread::spawn({
            let paper = paper.clone();
            move || rendered(name, &paper, Language::Kk).unwrap()
        });
        assert!(first == elsewhere.join().unwrap(), "{name}");
        let issue = samples::issue("another", &paper, Language::Kk);
        let other = render(&paper, Language::Kk, &issue).unwrap();
        assert!(
            first.pdf != other.pdf || matches!(paper, Paper::Certificate(_)),
            "{name}: the code is in it"
        );
    }
}

#[test]
fn every_file_says_its_language_its_title_and_its_structure() {
    for language in Language::ALL {
        for (name, paper) in samples::samples(language) {
            let pdf = rendered(name, &paper, language).unwrap().pdf;
            let document = Document::load_mem(&pdf).unwrap();
            let catalog = document.catalog().unwrap();
            let tag = catalog.get(b"Lang").unwrap().as_str().unwrap();
            assert_eq!(tag, language.code().as_bytes(), "{name}");
            let marked = catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap();
            assert!(marked.as_bool().unwrap(), "{name}");
            assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"), "{name}");
            let metadata = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
            let stream = document.get_object(metadata).unwrap().as_stream().unwrap();
            let xmp = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
            assert!(xmp.contains("pdfuaid:part") && xmp.contains("pdfaid:part"), "{name}: {xmp}");
        }
    }
}

#[test]
fn a_list_of_500_records_goes_over_pages_and_loses_none() {
    let act = samples::records::act(Language::Kk, ActKind::DestroyDactyloscopic, 500);
    let numbers: Vec<String> = act.records.iter().map(|record| record.registry_number.to_string()).collect();
    let paper = Paper::RecordAct(act);
    let rendered = rendered("act", &paper, Language::Kk).unwrap();
    let pages = pages_of(&rendered.pdf);
    assert_eq!(pages.len(), rendered.pages);
    assert!((13..=16).contains(&pages.len()), "{} pages", pages.len());
    let all = pages.concat();
    for number in &numbers {
        assert_eq!(all.matches(number.as_str()).count(), 1, "{number}");
    }
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("{} / {}", at + 1, pages.len())), "number of page {}", at + 1);
        assert!(page.contains("ҮЛГІ, ТЕКСЕРІЛМЕГЕН"), "mark of a sample on page {}", at + 1);
        let lists = page.contains(numbers[0].as_str()) || numbers.iter().any(|number| page.contains(number));
        assert_eq!(page.contains("Тіркеу нөмірі"), lists, "head of the list on page {}", at + 1);
    }
}

#[test]
fn an_act_of_the_longest_list_is_made_and_a_longer_one_is_refused() {
    let act =
        |count| Paper::RecordAct(samples::records::act(Language::Ru, ActKind::DestroyDactyloscopic, count));
    let longest = rendered("act", &act(5_000), Language::Ru).unwrap();
    assert!(longest.pages > 100, "{}", longest.pages);
    let error = rendered("act", &act(5_001), Language::Ru).unwrap_err().to_string();
    assert_eq!(error, "field records has 5001 members, allowed 1 to 5000: complete or divide it");
}

#[test]
fn a_paper_of_too_many_pages_is_refused() {
    let mut extract = samples::records::extract(Language::En);
    let mut look = extract.looks[0].clone();
    look.unit = "w".repeat(160);
    extract.looks = vec![look; 5_000];
    let error = rendered("extract", &Paper::SubjectExtract(extract), Language::En).unwrap_err();
    assert_eq!(error, PaperError::Pages { pages_max: 400 });
}

#[test]
fn the_code_never_stands_alone_on_a_page() {
    let heading = ["Шынайылық коды", "Код подлинности", "Authenticity code"];
    for (language, heading) in Language::ALL.into_iter().zip(heading) {
        for (name, paper) in samples::samples(language) {
            let pages = pages_of(&rendered(name, &paper, language).unwrap().pdf);
            let last = pages.last().unwrap();
            let before = last.find(heading).unwrap_or_else(|| panic!("{name}: no code on the last page"));
            assert!(last[..before].split_whitespace().count() >= 3, "{name} {}: {last}", language.code());
        }
    }
}
