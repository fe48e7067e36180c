//! The forms: each a struct of typed values that knows how to write itself on a sheet.

mod acts;
mod certificate;
mod custody;
mod destroyed;
mod extract;
mod letters;
mod refusal;
mod report;
mod report_names;
mod slips;
mod transfer;

pub use acts::{ActKind, ActRecord, RecordAct};
pub use certificate::{Certificate, Kept};
pub use custody::{Custody, CustodyStep, Material, MaterialAct, MaterialItem};
pub use destroyed::{DestroyedItem, DestructionCertificate, Information};
pub use extract::{Holding, Look, Print, Representative, SubjectExtract, Use};
pub use letters::{DecisionLetter, Outcome, RequestKind};
pub use refusal::{Confirmation, RefusalNotice, RefusalProtocol, Witness};
pub use report::{Cell, OversightReport, Period, ReportRow, ReportTable, RowName};
pub use report_names::{ColumnName, ReportTableName};
pub use slips::{MedicalGround, MedicalSlip};
pub use transfer::{Answer, Order, Scope, TransferAnswer};

use vocabulary::{Basis, RegistrationType};

use crate::issue::articles;
use crate::kit::{Sheet, Template};
use crate::{Issue, PaperError};

/// A form, ready to be written.
pub(crate) trait Form {
    fn template(&self) -> Template;
    /// Key of the title.
    fn title(&self) -> String;
    fn number(&self) -> String;
    /// Checks every field and writes the content.
    fn write(&self, sheet: &mut Sheet, issue: &Issue) -> Result<(), PaperError>;
}

macro_rules! papers {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A paper of one of the forms.
        #[derive(Debug, Clone)]
        pub enum Paper { $($(#[$doc])* $name($name),)* }

        impl Paper {
            pub(crate) fn form(&self) -> &dyn Form {
                match self { $(Self::$name(form) => form,)* }
            }

            /// Code and version of the form, as printed in its foot.
            pub fn template(&self) -> (&'static str, u16) {
                let template = self.form().template();
                (template.code, template.version)
            }
        }
    };
}

papers! {
    /// Certificate of registration (R11.4.5).
    Certificate,
    /// Act of destruction or of transfer to the archive (R17.3.1, R23.4.1, Art. 15(2)).
    RecordAct,
    /// Certificate of destruction for a person (R17.3.4).
    DestructionCertificate,
    /// What is held about a person and who looked (R7.1.3, R7.1.4).
    SubjectExtract,
    /// Refusal of a mandatory duty (R7.2.2).
    RefusalProtocol,
    /// Notice of such a refusal to the competent body (R7.2.2).
    RefusalNotice,
    /// Answer to a request or complaint (R37.1.1).
    DecisionLetter,
    /// Medical exemption or postponement (R10-1.4.1, R10-1.4.2).
    MedicalSlip,
    /// Report of oversight of a month or a year (R5.1.2, R31.1.1).
    OversightReport,
    /// Receipt of a hand-over of biological material (R19.4.1, R23.1.1).
    Custody,
    /// Act of destruction of biological material (R22.2.1, R23.4.1).
    MaterialAct,
    /// Answer to a request for transfer (R9.4.1 to R9.4.3).
    TransferAnswer,
}

/// The article of each basis (law.md section 4).
fn basis_article(basis: Basis) -> &'static str {
    match basis {
        Basis::B1 | Basis::B1f => "10(1)",
        Basis::B2 => "10(2)(1)",
        Basis::B3 => "10(2)(2)",
        Basis::B4 => "10(2)(3)",
        Basis::B5 => "10(2)(4)",
        Basis::B6 => "10(2)(5)",
        Basis::B7 => "10(2)(6)",
        Basis::B8 => "10(4)",
        Basis::BV => "16(4), 35",
        Basis::G1 => "18(1)(1)",
        Basis::G2 => "18(1)(2)",
        Basis::G3 => "18(2)",
        Basis::G4 => "18(1)(3)",
    }
}

/// The basis in words with its article.
fn basis_words(sheet: &Sheet, basis: Basis) -> String {
    let name = sheet.say(&format!("basis-{basis}"));
    format!("{name} · {}", articles(sheet, basis_article(basis)))
}

/// Whether a person has a duty or a choice; `None` for what registers no person who could be handed a paper: border
/// verification, a trace, a corpse.
fn registration_type(basis: Basis) -> Option<RegistrationType> {
    match basis {
        Basis::B1 | Basis::B1f | Basis::B8 | Basis::G3 => Some(RegistrationType::Voluntary),
        Basis::B2 | Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 | Basis::G1 => {
            Some(RegistrationType::Mandatory)
        }
        Basis::BV | Basis::G2 | Basis::G4 => None,
    }
}
