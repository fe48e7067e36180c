//! Certificate of destruction for a person (R17.3.4): what the tombstone and the executed act say, and the name the
//! person gave now, which the register does not keep.

use jiff::civil::Date;
use papers::{DestroyedItem, DestructionCertificate, Information, Paper, Person};
use registry::{ActSignature, Destroyed};

use super::{Issuing, PrintError, code, day};

/// Who asks for the certificate, as they identified themselves; stored nowhere.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Full name, 1 to 160 characters.
    pub name: String,
    /// Kind and number of the document they showed, at most 160 characters.
    pub document: Option<String>,
}

impl Asking {
    fn person(&self) -> Person {
        Person { name: self.name.clone(), document: self.document.clone(), ..Person::default() }
    }

    /// Whether the paper can hold the name and the document: before anything is looked up and recorded.
    ///
    /// # Errors
    /// [`PrintError::Paper`] naming `person.name` or `person.document`.
    pub fn check(&self) -> Result<(), PrintError> {
        Ok(self.person().check()?)
    }
}

impl Issuing<'_> {
    /// The certificate as PDF. Its number is that of its own entry of the ledger; its code adds the digest of what is
    /// left of the record.
    ///
    /// # Errors
    /// [`PrintError::Paper`] for a name or a document that the form cannot hold.
    pub fn destroyed(&self, found: &Destroyed, asking: &Asking) -> Result<Vec<u8>, PrintError> {
        let approval = found.act.approval.as_ref().ok_or(PrintError::NotApproved)?;
        let paper = Paper::DestructionCertificate(DestructionCertificate {
            number: format!("C-{}-{:08}", self.on.year(), found.issued_entry),
            person: asking.person(),
            items: vec![item(found, approval)],
            issued_by: self.signatory(),
        });
        let code = code(found.issued_entry, &found.tombstone.canonical()?);
        self.render(&paper, &self.issue(self.officer.body, self.officer.unit, code))
    }
}

fn item(found: &Destroyed, approval: &ActSignature) -> DestroyedItem {
    let (tombstone, act) = (&found.tombstone, &found.act);
    let receipts = act.receipts.iter().filter(|receipt| receipt.number == tombstone.number).count();
    let is_genomic = law::is_genomic(tombstone.basis);
    DestroyedItem {
        information: if is_genomic { Information::Genomic } else { Information::Dactyloscopic },
        basis: tombstone.basis,
        registry_number: Some(tombstone.number),
        registered: Some(tombstone.registered_on),
        act: tombstone.act_number.clone(),
        approved: day(approval.signed.at),
        executed: executed_on(found),
        receipts: u32::try_from(receipts).unwrap_or(u32::MAX),
        ledger_entry: found.executed_entry,
    }
}

/// The day of the last receipt.
fn executed_on(found: &Destroyed) -> Date {
    found.act.executed_at.map_or(found.tombstone.destroyed_on, day)
}
