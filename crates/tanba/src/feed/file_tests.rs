#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::fs;
use std::io::Write;

use super::*;
use crate::feed::trial::Trial;

/// A trial and the file its sender writes.
async fn trial() -> (Trial, PathBuf) {
    let trial = Trial::new().await;
    let path = trial.folder.path().join("feed.jsonl");
    (trial, path)
}

#[tokio::test]
async fn a_file_is_read_page_by_page_and_goes_on_where_it_ended() {
    let (trial, path) = trial().await;
    fs::write(&path, trial.lines(1..=450)).unwrap();
    let feed = trial.file_feed("civil-status", &path);
    assert_eq!(trial.receive(&*feed).await, Ok(450), "more than a page");
    assert_eq!(trial.receive(&*feed).await, Ok(0));
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(trial.lines(451..=460).as_bytes()).unwrap();
    assert_eq!(trial.receive(&*feed).await, Ok(10));
    // Another run of the program begins at the first line, and takes nothing in twice.
    let again = trial.file_feed("civil-status", &path);
    assert_eq!(trial.receive(&*again).await, Ok(0));
    assert_eq!(trial.read("civil-status").await, 460);
}

#[tokio::test]
async fn a_last_line_that_is_still_being_written_waits() {
    let (trial, path) = trial().await;
    let lines = trial.lines(1..=2);
    let feed = trial.file_feed("civil-status", &path);
    let first = lines.find('\n').unwrap() + 1;
    for cut in [first + 1, first + 40, lines.len() - 1] {
        fs::write(&path, &lines[..cut]).unwrap();
        feed.after(0, 10).await.map(|page| assert_eq!(page.len(), 1, "cut at {cut}")).unwrap();
    }
    assert_eq!(trial.receive(&*feed).await, Ok(1));
    fs::write(&path, &lines).unwrap();
    assert_eq!(trial.receive(&*feed).await, Ok(1), "once it is whole");
    fs::write(&path, "").unwrap();
    assert_eq!(trial.receive(&*feed).await, Ok(0), "an empty file says nothing");
}

#[tokio::test]
async fn a_broken_line_is_named_and_what_stands_before_it_is_taken_in() {
    let good = Trial::new().await.lines(3..=3);
    let broken = [
        ("{\"text\"\n".to_owned(), "EOF"),
        ("\n".to_owned(), "EOF"),
        ("{\"text\":\"{}\"}\n".to_owned(), "missing field `signed`"),
        (good.replace("{\"text\"", "{\"name\":1,\"text\""), "unknown field `name`"),
        (good.replace("\\\"number\\\":3", "\\\"number\\\":-3"), "the signed text"),
        (good.replace("\\\"number\\\":3", "\\\"nr\\\":3"), "missing field `number`"),
        (good.replace("ed25519", "rsa"), "rsa"),
        (format!("{}\n", "x".repeat(40_000)), "longer than 32768 bytes"),
        ("\u{0}\u{1}\n".to_owned(), "expected value"),
    ];
    for (line, why) in broken {
        let (trial, path) = trial().await;
        fs::write(&path, format!("{}{line}{}", trial.lines(1..=2), trial.lines(4..=4))).unwrap();
        let feed = trial.file_feed("civil-status", &path);
        for _ in 0..2 {
            let error = trial.receive(&*feed).await.unwrap_err();
            let place = format!("{}, line 3", path.display());
            assert!(error.contains(&place) && error.contains(why), "{why}: {error}");
        }
        assert_eq!(trial.read("civil-status").await, 2, "{why}");
        // Put right, it goes on.
        fs::write(&path, trial.lines(1..=4)).unwrap();
        assert_eq!(trial.receive(&*feed).await, Ok(2), "{why}");
    }
}

#[tokio::test]
async fn a_file_out_of_order_is_refused_by_its_line() {
    let (trial, path) = trial().await;
    for (lines, why) in [
        ([trial.lines(1..=2), trial.lines(4..=4)].concat(), "line 3: message 4 stands behind message 2"),
        ([trial.lines(1..=2), trial.lines(2..=2)].concat(), "line 3: message 2 stands behind message 2"),
        ([trial.lines(1..=2), trial.lines(1..=1)].concat(), "line 3: message 1 stands behind message 2"),
    ] {
        fs::write(&path, lines).unwrap();
        let feed = trial.file_feed("civil-status", &path);
        let error = trial.receive(&*feed).await.unwrap_err();
        assert!(error.contains(why), "{error}");
    }
    // A new file may begin where the old one ended, and nowhere later.
    fs::write(&path, trial.lines(4..=5)).unwrap();
    let feed = trial.file_feed("civil-status", &path);
    let error = trial.receive(&*feed).await.unwrap_err();
    assert!(error.contains("sent message 4 where 3 is next"), "{error}");
    fs::write(&path, trial.lines(3..=5)).unwrap();
    assert_eq!(trial.receive(&*feed).await, Ok(3));
    // The sender begins a file anew under the same name, longer than before.
    fs::write(&path, trial.lines(6..=20)).unwrap();
    assert_eq!(trial.receive(&*feed).await, Ok(15));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let (trial, path) = trial().await;
    let feed = trial.file_feed("civil-status", &path);
    let error = trial.receive(&*feed).await.unwrap_err();
    assert!(error.contains("civil-status") && error.contains("feed.jsonl"), "{error}");
    let folder = trial.file_feed("civil-status", trial.folder.path());
    assert!(trial.receive(&*folder).await.is_err(), "a folder is no file");
}

#[tokio::test]
async fn a_signature_that_does_not_fit_stops_at_its_message() {
    let (trial, path) = trial().await;
    let lines = trial.lines(1..=3).replace("DEATH-2", "DEATH-9");
    fs::write(&path, lines).unwrap();
    let feed = trial.file_feed("civil-status", &path);
    let error = trial.receive(&*feed).await.unwrap_err();
    assert!(error.contains("does not fit"), "{error}");
    assert_eq!(trial.read("civil-status").await, 1);
}
