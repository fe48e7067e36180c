//! Files and functions that fit a head.

use super::source::lines;
use super::{Finding, Source, Sources};

/// Longest Rust file, in lines.
const FILE_LINES_MAX: usize = 500;
/// Longest function, in lines from its signature to its closing bracket.
const FUNCTION_LINES_MAX: usize = 70;

/// Files of at most 500 lines, functions of at most 70.
pub(crate) fn files_and_functions(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.rust() {
        let count = source.text.lines().count();
        if count > FILE_LINES_MAX {
            let message = format!("{count} lines; at most {FILE_LINES_MAX}: split it by idea");
            findings.push(Finding::at("size", source, count, message));
        }
        for function in functions(source).filter(|function| function.lines > FUNCTION_LINES_MAX) {
            let message = format!(
                "function {} has {} lines; at most {FUNCTION_LINES_MAX}: name its parts",
                function.name, function.lines
            );
            findings.push(Finding::at("size", source, function.line, message));
        }
    }
    findings
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

fn functions(source: &Source) -> impl Iterator<Item = Function> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(source.code.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1))
        .collect();
    lines(&source.code).filter_map(move |(line, code)| {
        let at = function_at(code)?;
        let name = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let lines = lines_to_closing(&source.code[starts[line - 1] + at..])?;
        Some(Function { name, line, lines })
    })
}

/// Where `fn name` stands in a line; a type such as `fn(u8)` is not one.
fn function_at(code: &str) -> Option<usize> {
    code.match_indices("fn ").map(|(at, _)| at).find(|at| {
        let before = code[..*at].chars().next_back();
        let after = code[at + 3..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            && after.is_some_and(|c| c.is_alphabetic() || c == '_')
    })
}

/// Lines from here to the bracket that closes the body; `None` for a declaration without body.
fn lines_to_closing(code: &str) -> Option<usize> {
    // A `;` inside square brackets belongs to an array type in the signature.
    let (mut depth, mut square, mut lines) = (0_usize, 0_usize, 1);
    for byte in code.bytes() {
        match byte {
            b'\n' => lines += 1,
            b'[' => square += 1,
            b']' => square = square.saturating_sub(1),
            b';' if depth == 0 && square == 0 => return None,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(lines),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<Finding> {
        files_and_functions(&Sources(vec![Source::new("crates/a/src/b.rs", text)]))
    }

    #[test]
    fn a_file_of_501_lines_is_found_and_of_500_is_not() {
        assert_eq!(findings(&"\n".repeat(501)).len(), 1);
        assert_eq!(findings(&"\n".repeat(500)), []);
    }

    #[test]
    fn a_function_of_71_lines_is_found_and_of_70_is_not() {
        let function =
            |lines: usize| format!("pub fn long(a: [u8; 2]) {{\n{}}}\n", "    a();\n".repeat(lines - 2));
        let found = findings(&function(71));
        assert!(found.len() == 1 && found[0].message.contains("function long has 71 lines"), "{found:?}");
        assert_eq!(findings(&function(70)), []);
    }

    #[test]
    fn brackets_in_strings_do_not_count_and_declarations_have_no_body() {
        assert_eq!(findings(&format!("fn a() {{ let s = \"{{\"; }}\n{}", "b();\n".repeat(80))), []);
        assert_eq!(findings(&format!("trait A {{\n fn a();\n{}}}\n", " // x\n".repeat(80))), []);
    }
}
