//! Act of destruction or of transfer to the archive (R17.3.1, R23.4.1, Art. 15(2)): registry numbers, no names of
//! persons; officers by number and part, with the digest of their signature.

use jiff::ToSpan;
use jiff::civil::Date;
use papers::{Paper, Signatory};
use registry::{Act, ActKind, ActRecord, ActSignature, PrintedAct};
use vocabulary::OfficerId;

use super::{Issuing, PrintError, code, post, signature};

/// The requirement whose term runs from the registration; of the others the signed text does not say the day.
const FROM_REGISTRATION: &str = "R15.1.4";

impl Issuing<'_> {
    /// An approved act as PDF. Its code is the entry that made the act what it is, and the digest of the signed text.
    ///
    /// # Errors
    /// [`PrintError::NotApproved`] before the head signed; [`PrintError::NoLastDay`] for a record without an end.
    pub fn act(&self, printed: &PrintedAct) -> Result<Vec<u8>, PrintError> {
        let (act, text) = (&printed.act, &printed.act.text);
        let approval = act.approval.as_ref().ok_or(PrintError::NotApproved)?;
        let records: Result<Vec<_>, _> = text.records.iter().map(|each| record(text.kind, each)).collect();
        let member = |officer: &OfficerId| {
            let given = act.members.iter().find(|given| given.officer == *officer);
            self.of_act(act, "act-member", *officer, given)
        };
        let paper = Paper::RecordAct(papers::RecordAct {
            kind: kind(act),
            number: text.number.clone(),
            method: text.method.clone(),
            records: records?,
            commission: text.commission.iter().map(member).collect(),
            head: self.of_act(act, "act-head", approval.officer, Some(approval)),
        });
        let code = code(printed.entry, &text.canonical()?);
        self.render(&paper, &self.issue(text.body, self.officer.unit, code))
    }

    /// An officer under an act: their part and number, never their name.
    fn of_act(&self, act: &Act, part: &str, officer: OfficerId, given: Option<&ActSignature>) -> Signatory {
        Signatory {
            post: post(self.lang, &self.lang.t(part), act.text.body),
            name: self.lang.with("paper-officer", &[("number", officer.to_string().into())]),
            signature: given.map(|given| signature(&given.signed)),
        }
    }
}

fn kind(act: &Act) -> papers::ActKind {
    let is_genomic = act.text.records.first().is_some_and(|record| law::is_genomic(record.basis));
    match act.text.kind {
        ActKind::Archive => papers::ActKind::TransferToArchive {
            carrier: act.text.carrier.map_or_else(|| act.text.method.clone(), |carrier| carrier.to_string()),
        },
        ActKind::Destruction if is_genomic => papers::ActKind::DestroyGenomic,
        ActKind::Destruction => papers::ActKind::DestroyDactyloscopic,
    }
}

fn record(kind: ActKind, record: &ActRecord) -> Result<papers::ActRecord, PrintError> {
    let number = record.number;
    Ok(papers::ActRecord {
        registry_number: number,
        basis: record.basis,
        registered: record.registered_on,
        counted_from: (record.requirement == FROM_REGISTRATION).then_some(record.registered_on),
        requirement: record.requirement.clone(),
        last_day: last_day(kind, record).ok_or(PrintError::NoLastDay { number })?,
    })
}

/// The last lawful day of what the act ends: of the database for a transfer, of all keeping for a destruction.
fn last_day(kind: ActKind, record: &ActRecord) -> Option<Date> {
    match kind {
        ActKind::Archive => record.in_database_until,
        ActKind::Destruction => record.destroy_from.and_then(|day| day.checked_sub(1.day()).ok()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vocabulary::{Basis, RegistryNumber};

    use super::*;

    fn of_act(requirement: &str, destroy_from: Option<Date>) -> ActRecord {
        ActRecord {
            number: RegistryNumber::from_random_bytes([7; 16]),
            basis: Basis::B3,
            registered_on: date(2026, 3, 2),
            in_database_until: Some(date(2036, 3, 1)),
            archive_until: Some(date(2076, 3, 1)),
            destroy_from,
            requirement: requirement.to_owned(),
        }
    }

    #[test]
    fn the_last_day_is_that_before_destruction_and_the_last_in_the_database_before_a_transfer() {
        let given = of_act("R15.1.4", Some(date(2076, 3, 2)));
        assert_eq!(record(ActKind::Destruction, &given).unwrap().last_day, date(2076, 3, 1));
        let moved = record(ActKind::Archive, &given).unwrap();
        assert_eq!((moved.last_day, moved.counted_from), (date(2036, 3, 1), Some(date(2026, 3, 2))));
    }

    #[test]
    fn a_day_that_the_signed_text_does_not_say_is_not_made_up() {
        let given = of_act("R15.1.1", Some(date(2090, 1, 1)));
        assert_eq!(record(ActKind::Destruction, &given).unwrap().counted_from, None);
        let open = record(ActKind::Destruction, &of_act("R15.1.1", None));
        assert!(matches!(open, Err(PrintError::NoLastDay { .. })));
    }
}
