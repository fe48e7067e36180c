//! Golden files: readable tables in `golden/`, compared whole. `TANBA_UPDATE_GOLDEN=1` writes them anew;
//! the difference is then reviewed like code.

use std::path::Path;

pub fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("TANBA_UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let line = kept.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or_else(|| kept.lines().count().min(text.lines().count()));
    assert!(
        kept == text,
        "golden/{name} differs at line {}:\n  kept {:?}\n  now  {:?}\nreview, then TANBA_UPDATE_GOLDEN=1 cargo test -p law",
        line + 1,
        kept.lines().nth(line),
        text.lines().nth(line),
    );
}

/// A table with a title; columns as wide as their widest cell.
pub fn table(title: &str, head: &[String], rows: &[(String, Vec<String>)]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
    for (_, cells) in rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let first = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |name: &str, cells: &[String]| {
        let cells: Vec<_> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        format!("{name:<first$}  {}", cells.join("  ")).trim_end().to_owned() + "\n"
    };
    let body: String = rows.iter().map(|(name, cells)| line(name, cells)).collect();
    format!("{title}\n\n{}{body}\n\n", line("", head))
}
