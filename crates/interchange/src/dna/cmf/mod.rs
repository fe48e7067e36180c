//! CODIS Common Message Format 3.2, XML (schema `urn:CODISImportFile-schema`; lengths and lists are those of its XSD
//! as NCBI publishes it with OSIRIS, with the loci and categories that 3.3 adds).

mod element;
mod lists;
mod read;
mod write;

pub use lists::CATEGORIES;
pub(super) use lists::kind_of_category;
pub(super) use read::CmfReader;
pub use write::CmfHeader;
pub(super) use write::CmfWriter;
