//! DNA profiles of laboratories: GeneMapper text, CODIS CMF XML, GENis text and plain CSV, in and out.
//!
//! [`read`] recognises the format by content and gives one [`Entry`] after the other: a whole profile, or everything
//! that is wrong with it, by line and locus. Memory does not grow with the file, except by one specimen number a profile.
//! What is refused is refused whole: no profile leaves with a locus less than its file states.

mod cmf;
mod delimited;
mod draft;
mod error;
mod limits;
mod names;
mod options;
mod profile;
mod reader;
mod sniff;
mod source;
mod write;

pub use cmf::{CATEGORIES as CMF_CATEGORIES, CmfHeader};
pub use error::{FileError, RowError, RowProblem};
pub use limits::{LINE_BYTES_MAX, PROFILES_MAX, ROW_ERRORS_MAX};
pub use options::{Contents, OneAllele, ReadOptions};
pub use profile::{Entry, ImportedProfile, Reading, Refusal};
pub use reader::{Reader, read};
pub use sniff::DnaFormat;
pub use write::{DnaTarget, ProfileWriter, WriteError, WriteOptions, WriteProblem};
