//! Why a paper was not made.

/// Why a paper was not made. Each message names what, where and what to do; none repeats what a field holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// A required text is empty or holds spaces only.
    #[error("field {field} is empty: fill it in")]
    Empty {
        /// Path of the field, as `commission[2].name`.
        field: String,
    },
    /// A text is longer than its place on the paper.
    #[error("field {field} has {chars} characters, at most {chars_max}: shorten it")]
    TooLong {
        /// Path of the field.
        field: String,
        /// Characters given.
        chars: usize,
        /// Characters allowed.
        chars_max: usize,
    },
    /// A control or invisible character, which could make the paper say another thing than it shows.
    #[error("field {field} holds the invisible character U+{code:04X}: remove it")]
    Invisible {
        /// Path of the field.
        field: String,
        /// Its code point.
        code: u32,
    },
    /// A list has too few or too many members.
    #[error("field {field} has {count} members, allowed {count_min} to {count_max}: complete or divide it")]
    Count {
        /// Path of the field.
        field: String,
        /// Members given.
        count: usize,
        /// Fewest allowed.
        count_min: usize,
        /// Most allowed.
        count_max: usize,
    },
    /// A value that this paper cannot hold.
    #[error("field {field}: {problem}")]
    Value {
        /// Path of the field.
        field: String,
        /// What is wrong with it and what to do.
        problem: &'static str,
    },
    /// The paper would be longer than anybody signs.
    #[error("the paper would have more than {pages_max} pages: divide it")]
    Pages {
        /// Pages allowed.
        pages_max: usize,
    },
    /// An embedded face cannot be read: the program is damaged.
    #[error("an embedded font cannot be read: install the program again")]
    Font,
    /// The PDF writer or its check of PDF/A-2a and PDF/UA-1 refused.
    #[error("the PDF writer refused the paper: {problem}: report it with the kind of paper and the language")]
    Pdf {
        /// What the writer said; no text of the paper.
        problem: String,
    },
}
