//! Writes one paper of each form in each language, with synthetic people: `cargo run --release -p papers --example samples
//! -- FOLDER`. They are there to be looked at.

use std::path::PathBuf;

use papers::{Language, render};

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder for the papers")?);
    std::fs::create_dir_all(&folder)?;
    for language in Language::ALL {
        for (name, paper) in samples::samples(language) {
            let rendered = render(&paper, language, &samples::issue(name, &paper, language))?;
            std::fs::write(folder.join(format!("{name}.{}.pdf", language.code())), &rendered.pdf)?;
        }
    }
    Ok(())
}
