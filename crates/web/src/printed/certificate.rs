//! Certificate of registration (Art. 11(4), R11.4.5), with the end of its term (R15.1.4).

use law::{RecordObject, RetentionCase};
use papers::{Kept, Paper, Person};
use registry::{CaseRecord, Certificate, IdentityDetails};

use super::{Issuing, PrintError};

impl Issuing<'_> {
    /// The certificate of a case as PDF. Its authenticity code is its number, which the page "Certificates" checks.
    ///
    /// # Errors
    /// [`PrintError::Paper`] for a name that the form cannot hold.
    pub fn certificate(
        &self,
        certificate: &Certificate,
        case: &CaseRecord,
        details: &IdentityDetails,
    ) -> Result<Vec<u8>, PrintError> {
        let paper = Paper::Certificate(papers::Certificate {
            number: certificate.number.clone(),
            holder: Person {
                name: details.full_name(),
                born: Some(details.born),
                iin: details.iin.clone(),
                document: details.document_number.clone(),
            },
            basis: certificate.basis,
            registered: certificate.registered_on,
            kept: kept(certificate, details),
            issued_by: self.signatory(),
        });
        self.render(&paper, &self.issue(certificate.body, case.unit, certificate.number.to_string()))
    }
}

/// Until when the record is kept: the end on the certificate, and that of the archive where the Law has one.
fn kept(certificate: &Certificate, details: &IdentityDetails) -> Kept {
    let Some(database) = certificate.in_database_until else { return Kept::Open };
    let term = law::retention(&RetentionCase {
        basis: certificate.basis,
        object: RecordObject::Information,
        born: Some(details.born),
        registered: certificate.registered_on,
        as_of: certificate.registered_on,
        events: Vec::new(),
    });
    // Of another end than the certificate's nothing is said about the archive.
    let archive = term.archive_until.filter(|_| term.in_database_until == Some(database));
    Kept::Until { database, archive }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use registry::Sex;
    use vocabulary::{Basis, BirthDate, Body, CertificateNumber, Citizenship};

    use super::*;

    fn kept_until(basis: Basis, in_database_until: Option<Date>) -> Kept {
        let certificate = Certificate {
            number: CertificateNumber::new(2026, 1),
            basis,
            body: Body::Iab,
            registered_on: date(2026, 3, 2),
            in_database_until,
            articles: Vec::new(),
            fingers_recorded: 10,
            ledger_sequence: 7,
        };
        let details = IdentityDetails {
            family_name: "Сыналатын".to_owned(),
            given_name: "Әлия".to_owned(),
            patronymic: None,
            sex: Sex::Female,
            born: BirthDate::parse("1984-03-15").unwrap(),
            citizenship: Citizenship::Foreigner,
            nationality: None,
            iin: None,
            document_number: None,
        };
        kept(&certificate, &details)
    }

    #[test]
    fn a_foreigner_is_kept_ten_years_and_forty_in_the_archive() {
        let database = date(2036, 3, 2);
        let archive = Some(date(2076, 3, 2));
        assert_eq!(kept_until(Basis::B3, Some(database)), Kept::Until { database, archive });
    }

    #[test]
    fn an_open_term_and_an_end_of_other_rules_promise_nothing_more() {
        assert_eq!(kept_until(Basis::B1, None), Kept::Open);
        let database = date(2030, 1, 1);
        assert_eq!(kept_until(Basis::B3, Some(database)), Kept::Until { database, archive: None });
    }
}
