//! `tanba fingerprint …` as people and scripts run it: exit status, JSON, files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

mod fingerprint_program;

use std::fs;

use fingerprint_program::{images, names, tanba};
use serde_json::Value;
use tempfile::TempDir;

fn flat_pgm(side: usize) -> Vec<u8> {
    [format!("P5 {side} {side} 255\n").as_bytes(), &vec![200; side * side]].concat()
}

#[test]
fn refusals_have_status_1_a_code_a_place_and_leave_nothing_behind() {
    let dir = TempDir::new().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    put("empty.png", b"");
    put("text.png", b"hello, not an image");
    put("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    put("flat.pgm", &flat_pgm(300));
    put("huge.pgm", b"P5 60000 60000 255\n");
    put("cut.fmr", b"FMR\0 20\0\0\0\0\x1e\0\0\x01,\x01\x90\0\xc5\0\xc5\x01\0");
    fs::create_dir(dir.path().join("folder")).unwrap();
    let before = names(dir.path());
    for (input, code, part) in [
        ("missing.png", "cannot-read", "missing.png"),
        ("folder", "cannot-read", "folder"),
        ("empty.png", "not-an-image", "empty"),
        ("text.png", "not-an-image", "68 65 6c 6c 6f"),
        ("cut.png", "not-an-image", "PNG"),
        ("huge.pgm", "not-an-image", "60000 x 60000"),
        ("flat.pgm", "no-print", "flat.pgm"),
        ("cut.fmr", "not-an-image", "template already"),
    ] {
        for args in [
            vec!["extract", input, "-o", "out.fmr", "--json"],
            vec!["show", input, "-o", "out.svg", "--json"],
            vec!["show", input, "-o", "out.png", "--json"],
        ] {
            let outcome = tanba(dir.path(), &args);
            assert_eq!(outcome.code, 1, "{args:?}: {}", outcome.err);
            let error = &outcome.json()["error"];
            assert_eq!(error["code"], code, "{args:?}");
            let message = error["message"].as_str().unwrap();
            assert!(message.contains(input) && message.contains(part), "{args:?}: {message}");
        }
    }
    let outcome = tanba(dir.path(), &["compare", "cut.fmr", "flat.pgm", "--json"]);
    assert_eq!((outcome.code, &outcome.json()["error"]["code"]), (1, &Value::from("not-a-template")));
    let outcome = tanba(dir.path(), &["compare", "flat.pgm", "flat.pgm"]);
    assert!(outcome.code == 1 && outcome.err.contains("error (no-print)") && outcome.out.is_empty());
    assert_eq!(names(dir.path()), before, "nothing half-written");
}

#[test]
fn wrong_usage_has_status_2() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("flat.pgm"), flat_pgm(100)).unwrap();
    for args in [
        &["extract", "flat.pgm"][..],
        &["extract", "flat.pgm", "-o", "x.fmr", "--ppi", "99"],
        &["extract", "flat.pgm", "-o", "x.fmr", "--ppi", "many"],
        &["show", "flat.pgm", "-o", "x.jpg"],
        &["compare", "flat.pgm"],
        &["evaluate"],
        &["evaluate", ".", "--impostors", "some"],
        &["paint"],
    ] {
        let outcome = tanba(dir.path(), args);
        assert_eq!(outcome.code, 2, "{args:?}: {}", outcome.err);
        assert!(!outcome.err.is_empty());
    }
    assert_eq!(names(dir.path()), ["flat.pgm"]);
}

#[test]
fn a_folder_that_cannot_be_evaluated_is_named() {
    let dir = TempDir::new().unwrap();
    let folder = |name: &str| {
        fs::create_dir(dir.path().join(name)).unwrap();
        dir.path().join(name)
    };
    folder("nothing");
    fs::write(folder("notes").join("readme.txt"), "no image").unwrap();
    fs::write(folder("unnamed").join("finger.pgm"), flat_pgm(50)).unwrap();
    let twice = folder("twice");
    fs::write(twice.join("1_1.pgm"), flat_pgm(50)).unwrap();
    fs::write(twice.join("1_1.PNG"), flat_pgm(50)).unwrap();
    fs::write(folder("alone").join("1_1.pgm"), flat_pgm(50)).unwrap();
    for (name, code, part) in [
        ("absent", "cannot-read", "absent"),
        ("nothing", "empty-folder", "no image"),
        ("notes", "empty-folder", "no image"),
        ("unnamed", "name", "finger.pgm"),
        ("twice", "name", "1_1"),
        ("alone", "no-pairs", "0 genuine"),
        ("alone/1_1.pgm", "cannot-read", "give the folder"),
    ] {
        let outcome = tanba(dir.path(), &["evaluate", name, "--json", "--scores", "s.csv"]);
        assert_eq!((outcome.code, &outcome.json()["error"]["code"]), (1, &Value::from(code)), "{name}");
        let message = outcome.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(part), "{name}: {message}");
    }
    let outcome = tanba(dir.path(), &["evaluate", "alone", "alone/../alone", "--json"]);
    assert_eq!(outcome.json()["error"]["code"], "folder-twice");
    let outcome = tanba(dir.path(), &["evaluate", "twice", "--scores", "no/such/s.csv", "--json"]);
    assert_eq!(outcome.code, 1);
}

#[test]
fn extract_writes_an_iso_record_that_compares_like_its_image() {
    let Some(images) = images("extract_writes_an_iso_record", "FVC2004/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    let path = |name: &str| images.join(name).to_str().unwrap().to_owned();
    let (a, b, other) = (path("101_1.png"), path("101_2.png"), path("105_1.png"));
    let outcome = tanba(dir.path(), &["extract", &a, "-o", "a.fmr", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let record = fs::read(dir.path().join("a.fmr")).unwrap();
    assert!(record.starts_with(b"FMR\0 20\0"));
    let parsed = interchange::fmr::parse(&record).unwrap();
    assert_eq!(outcome.json()["minutiae"], parsed.views[0].template.minutiae().len());
    assert_eq!((parsed.width_px, parsed.height_px), (300, 480));
    assert_eq!(names(dir.path()), ["a.fmr"]);

    let genuine = tanba(dir.path(), &["compare", &a, &b, "--json"]).json();
    let impostor = tanba(dir.path(), &["compare", &a, &other, "--json"]).json();
    let number = |value: &Value, key: &str| value[key].as_f64().unwrap();
    assert!(number(&genuine, "score") > number(&impostor, "score"));
    assert!(number(&genuine, "log10_lr") > number(&impostor, "log10_lr"));
    for answer in [&genuine, &impostor] {
        assert_eq!(answer["match"], number(answer, "score") >= number(answer, "threshold"));
    }
    let pair = &genuine["pairs"][0];
    for side in ["a", "b"] {
        assert!(
            (0.0..=300.0).contains(&number(&pair[side], "x"))
                && (0.0..=480.0).contains(&number(&pair[side], "y"))
        );
        assert!((0.0..360.0).contains(&number(&pair[side], "angle_deg")));
    }
    let by_record = tanba(dir.path(), &["compare", "a.fmr", &b, "--json"]).json();
    let rounding = (number(&by_record, "score") - number(&genuine, "score")).abs();
    assert!(rounding < 0.25 * number(&genuine, "score"), "record and image differ by {rounding}");
    let turned = tanba(dir.path(), &["compare", &b, &a, "--json"]).json();
    assert_eq!(turned["score"], genuine["score"], "the order does not matter");
    let text = tanba(dir.path(), &["compare", &a, &b]);
    assert!(text.code == 0 && text.out.contains("score"));
}

#[test]
fn show_draws_svg_and_png() {
    let Some(images) = images("show_draws_svg_and_png", "FVC2002/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    let image = images.join("101_1.png").to_str().unwrap().to_owned();
    assert_eq!(tanba(dir.path(), &["show", &image, "-o", "print.svg"]).code, 0);
    assert_eq!(tanba(dir.path(), &["show", &image, "-o", "print.PNG"]).code, 0);
    let svg = fs::read_to_string(dir.path().join("print.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("data:image/png;base64,") && svg.contains("viewBox=\"0 0 300 "));
    let png = fs::read(dir.path().join("print.PNG")).unwrap();
    let drawing = interchange::decode_image(&png, None).unwrap();
    assert_eq!((drawing.image.width(), drawing.image.height()), (600, 610));
    assert_eq!(drawing.ppi.get(), 1000);
    let before = fs::read(dir.path().join("print.svg")).unwrap();
    assert_eq!(tanba(dir.path(), &["show", "missing.png", "-o", "print.svg"]).code, 1);
    assert_eq!(fs::read(dir.path().join("print.svg")).unwrap(), before, "a refusal changes no file");
}

#[test]
fn evaluate_counts_pairs_failures_and_rates_as_the_contract_says() {
    let Some(images) = images("evaluate_counts_pairs", "FVC2004/DB3_B") else { return };
    let dir = TempDir::new().unwrap();
    for (set, fingers) in [("a/SET", [101, 102, 103]), ("b/SET", [104, 105, 106])] {
        let folder = dir.path().join(set);
        fs::create_dir_all(folder.join("inside")).unwrap();
        for finger in fingers {
            for impression in 1..=3 {
                let name = format!("{finger}_{impression}.png");
                fs::copy(images.join(&name), folder.join(&name)).unwrap();
            }
        }
        fs::write(folder.join("notes.txt"), "no image").unwrap();
    }
    fs::write(dir.path().join("a/SET/102_3.png"), b"").unwrap();
    let outcome = tanba(dir.path(), &["evaluate", "a/SET", "b/SET", "--scores", "s.csv", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let report = outcome.json();
    for (key, count) in [("images", 18), ("failed_to_extract", 1), ("genuine", 18), ("impostor", 54)] {
        assert_eq!(report[key], count, "{key}");
    }
    assert_eq!(report["fmr1000"], Value::Null, "54 impostor pairs say nothing of 0.1 %");
    assert!(report["extract_ms"]["median"].as_f64().unwrap() > 0.0);
    assert!(report["extract_ms"]["p95"].as_f64() >= report["extract_ms"]["median"].as_f64());
    assert!(report["comparisons_per_second_per_core"].as_u64().unwrap() > 0);
    assert!(report["template_bytes"]["median"].as_f64().unwrap() > 0.0);
    let folders: Vec<&str> =
        report["per_folder"].as_array().unwrap().iter().map(|f| f["folder"].as_str().unwrap()).collect();
    assert_eq!(folders, ["a/SET", "b/SET"]);
    assert!(
        outcome.err.contains("notes.txt") && outcome.err.contains("inside") && outcome.err.contains("102_3")
    );

    let csv = fs::read_to_string(dir.path().join("s.csv")).unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((rows[0].as_slice(), rows.len()), (&["probe", "candidate", "score"][..], 1 + 72));
    let score = |row: &Vec<&str>| row[2].parse::<f64>().unwrap();
    let lowest = rows[1..].iter().map(score).fold(f64::MAX, f64::min);
    let failed: Vec<_> = rows[1..].iter().filter(|row| row.contains(&"a/SET/102_3")).collect();
    assert_eq!(failed.len(), 8);
    assert!(failed.into_iter().all(|row| score(row) == lowest));
    let finger = |name: &str| name.rsplit_once('_').unwrap().0.to_owned();
    let pile = |genuine: bool| -> Vec<f64> {
        rows[1..].iter().filter(|r| (finger(r[0]) == finger(r[1])) == genuine).map(score).collect()
    };
    let rates = dactyloscopy::evaluation::Rates::new(&pile(true), &pile(false)).unwrap();
    assert_eq!(report["eer"], rates.eer().rate);
    assert_eq!(report["zero_fmr"], rates.zero_fmr());

    let again = tanba(dir.path(), &["evaluate", "a/SET", "b/SET", "--scores", "t.csv", "--json"]);
    assert_eq!(again.code, 0);
    assert_eq!(fs::read_to_string(dir.path().join("t.csv")).unwrap(), csv, "every run gives the same scores");
    let first = tanba(dir.path(), &["evaluate", "b/SET", "--impostors", "first", "--json"]).json();
    assert_eq!((first["genuine"].as_u64(), first["impostor"].as_u64()), (Some(9), Some(3)));
    let table = tanba(dir.path(), &["evaluate", "b/SET"]);
    assert!(table.code == 0 && table.out.contains("pooled") && table.out.contains("ms"), "{}", table.out);
}
