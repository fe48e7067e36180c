//! Papers: certificates, acts, extracts, letters and reports as PDF, in Kazakh, Russian and English.
//!
//! Values in, bytes out: no file, no clock, no chance. The same paper gives the same bytes. Each form has a code and a
//! version and is marked "sample, unverified" on every page, because neither the forms nor the words have been approved.
//! Each paper carries a code that verifies its authenticity; the caller makes it, this room prints it as text and as a QR code.
//!
//! The files are tagged PDF, checked while they are written against PDF/A-2a (they are kept for decades) and PDF/UA-1
//! (a screen reader reads them): language, title, structure, heads of tables, words for pictures. Text can be selected.
//!
//! ```
//! use jiff::civil::date;
//! use papers::{Authenticity, Certificate, Issue, Kept, Language, Paper, Person, Signatory, render};
//! use vocabulary::{Basis, Body, CertificateNumber};
//!
//! let number = CertificateNumber::new(2026, 12_345_678);
//! let paper = Paper::Certificate(Certificate {
//!     number: number.clone(),
//!     holder: Person { name: "Серікова Әсем".into(), ..Person::default() },
//!     basis: Basis::B3,
//!     registered: date(2026, 3, 2),
//!     kept: Kept::Until { database: date(2036, 3, 1), archive: Some(date(2076, 3, 1)) },
//!     issued_by: Signatory { post: "Инспектор".into(), name: "Омаров Ғ.".into(), signature: None },
//! });
//! let issue = Issue {
//!     body: Body::Iab,
//!     unit: "Алматы, № 1 бөлімше".into(),
//!     issued: date(2026, 3, 2),
//!     authenticity: Authenticity { code: number.to_string(), address: None },
//! };
//! let rendered = render(&paper, Language::Kk, &issue)?;
//! assert!(rendered.pdf.starts_with(b"%PDF-"));
//! assert_eq!(rendered.pages, 1);
//! # Ok::<(), papers::PaperError>(())
//! ```

mod error;
mod forms;
mod issue;
mod kit;
mod people;
mod words;

pub use error::PaperError;
pub use forms::{
    ActKind, ActRecord, Answer, Cell, Certificate, ColumnName, Confirmation, Custody, CustodyStep,
    DecisionLetter, DestroyedItem, DestructionCertificate, Holding, Information, Kept, Look, Material,
    MaterialAct, MaterialItem, MedicalGround, MedicalSlip, Order, Outcome, OversightReport, Paper, Period,
    Print, RecordAct, RefusalNotice, RefusalProtocol, ReportRow, ReportTable, ReportTableName,
    Representative, RequestKind, RowName, Scope, SubjectExtract, TransferAnswer, Use, Witness,
};
pub use issue::{Authenticity, Issue, Rendered, render};
pub use people::{Person, Signatory, Signature};
pub use words::Language;
