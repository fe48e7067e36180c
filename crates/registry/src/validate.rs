//! What a form field may hold. Every error names the field and says what is expected.

use jiff::civil::Date;
use vocabulary::{BirthDate, Citizenship};

use crate::error::CommandError;
use crate::model::{CaptureInput, IdentityDetails, NewCase, NewOfficer};

/// Longest original image file, bytes.
pub const ORIGINAL_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most items of evidence in one case.
pub(crate) const EVIDENCE_MAX: usize = 32;
/// Oldest plausible birth: nobody older than this many years is entered.
const AGE_YEARS_MAX: i16 = 130;
const NAME_CHARS_MAX: usize = 120;
const REFERENCE_CHARS_MAX: usize = 64;
const DOCUMENT_CHARS_MAX: usize = 32;
const REASON_CHARS_MAX: usize = 500;
const DISPLAY_NAME_CHARS_MAX: usize = 80;
const PASSWORD_HASH_CHARS_MAX: usize = 256;

type Checked = Result<(), CommandError>;

pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> CommandError {
    CommandError::Invalid { field, message: message.into() }
}

/// Everything an operator enters to open a case; `today` is the legal date.
pub(crate) fn new_case(new: &NewCase, today: Date) -> Checked {
    reference("reference", &new.reference)?;
    identity(&new.person, today)
}

pub(crate) fn identity(person: &IdentityDetails, today: Date) -> Checked {
    name("person.family_name", &person.family_name, 1)?;
    name("person.given_name", &person.given_name, 0)?;
    if let Some(patronymic) = &person.patronymic {
        name("person.patronymic", patronymic, 0)?;
    }
    born(person.born, today)?;
    if let Some(code) = &person.nationality {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(invalid(
                "person.nationality",
                "expected three capital letters of ISO 3166-1, such as KAZ",
            ));
        }
        if (code == "KAZ") != (person.citizenship == Citizenship::Citizen) {
            return Err(invalid("person.nationality", "KAZ and the citizenship \"citizen\" belong together"));
        }
    }
    match &person.document_number {
        Some(number) => document_number("person.document_number", number),
        None if person.iin.is_none() => Err(invalid(
            "person.document_number",
            "a document number or an IIN is needed to find the person again",
        )),
        None => Ok(()),
    }
}

pub(crate) fn born(born: BirthDate, today: Date) -> Checked {
    let earliest = match born {
        BirthDate::Day(date) => Some(date),
        BirthDate::Month(year, month) => Date::new(year, month, 1).ok(),
        BirthDate::Year(year) => Date::new(year, 1, 1).ok(),
    };
    match earliest {
        Some(date) if date > today => Err(invalid("person.born", format!("{born} is after today, {today}"))),
        Some(_) if born.age_on(today) <= AGE_YEARS_MAX => Ok(()),
        _ => Err(invalid("person.born", format!("{born} is more than {AGE_YEARS_MAX} years ago"))),
    }
}

/// A name as on a document: letters of any script, apostrophes, hyphens, full stops and single spaces.
pub(crate) fn name(field: &'static str, text: &str, chars_min: usize) -> Checked {
    length(field, text, chars_min, NAME_CHARS_MAX)?;
    if text.trim() != text || text.contains("  ") {
        return Err(invalid(field, "no space at the beginning or the end, and no two spaces together"));
    }
    // Combining marks belong to letters: some documents decompose them.
    let mark = |c: char| ('\u{0300}'..='\u{036f}').contains(&c);
    let allowed = |c: char| c.is_alphabetic() || mark(c) || " '’ʼ-.".contains(c);
    if let Some(wrong) = text.chars().find(|c| !allowed(*c)) {
        let wrong = if wrong.is_control() { "a control character".to_owned() } else { format!("{wrong:?}") };
        return Err(invalid(
            field,
            format!("{wrong} does not belong in a name: letters, ' - . and spaces only"),
        ));
    }
    if chars_min > 0 && !text.chars().any(char::is_alphabetic) {
        return Err(invalid(field, "a name has at least one letter"));
    }
    Ok(())
}

/// A reference of a document case: letters, digits, `/ - .` and single spaces.
pub(crate) fn reference(field: &'static str, text: &str) -> Checked {
    length(field, text, 1, REFERENCE_CHARS_MAX)?;
    let allowed = |c: char| c.is_alphanumeric() || "/-. ".contains(c);
    let shaped = text.trim() == text && text.chars().any(char::is_alphanumeric);
    if shaped && text.chars().all(allowed) {
        Ok(())
    } else {
        Err(invalid(field, "letters, digits, / - . and spaces between them only"))
    }
}

/// An article of a law: as a reference, with round brackets.
pub(crate) fn article(field: &'static str, text: &str) -> Checked {
    length(field, text, 1, REFERENCE_CHARS_MAX)?;
    let plain: String = text.chars().filter(|c| !"()".contains(*c)).collect();
    reference(field, plain.trim())
        .map_err(|_| invalid(field, "letters, digits, ( ) / - . and spaces between them only"))
}

/// The number of a document: Latin or Cyrillic capital letters and digits, `-` and `/`.
pub(crate) fn document_number(field: &'static str, text: &str) -> Checked {
    length(field, text, 3, DOCUMENT_CHARS_MAX)?;
    let allowed =
        |c: char| c.is_ascii_digit() || "-/".contains(c) || (c.is_alphabetic() && !c.is_lowercase());
    if text.chars().all(allowed) && text.chars().any(|c| c.is_ascii_digit()) {
        Ok(())
    } else {
        Err(invalid(field, "capital letters, digits, - and / only, with at least one digit"))
    }
}

/// Language and document of a piece of evidence.
pub(crate) fn evidence(language: &str, document: &str) -> Checked {
    self::language("language", language)?;
    reference("document", document)
}

/// The language a text was read in.
pub(crate) fn language(field: &'static str, code: &str) -> Checked {
    if matches!(code, "kk" | "ru" | "en") {
        Ok(())
    } else {
        Err(invalid(field, "expected kk, ru or en: the language the text was read in"))
    }
}

/// What a person claims to be: certificate number, IIN or document number.
pub(crate) fn claim(text: &str) -> Checked {
    reference("claim", text)
}

/// Why an examiner decides so.
pub(crate) fn reason(text: &str) -> Checked {
    length("reason", text, 1, REASON_CHARS_MAX)?;
    if text.trim().is_empty() || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(invalid("reason", "plain words without control characters"));
    }
    Ok(())
}

/// The parts of a capture that decoding did not check.
pub(crate) fn capture(input: &CaptureInput) -> Checked {
    let CaptureInput::Image { original, media_type, .. } = input else { return Ok(()) };
    if original.is_empty() || original.len() > ORIGINAL_BYTES_MAX {
        let found = original.len();
        return Err(invalid(
            "original",
            format!("{found} bytes; from 1 to {ORIGINAL_BYTES_MAX} are accepted"),
        ));
    }
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-+.".contains(&b);
    if media_type.len() <= 64 && media_type.starts_with("image/") && media_type.bytes().all(plain) {
        Ok(())
    } else {
        Err(invalid("media_type", "expected the media type of an image, such as image/png"))
    }
}

/// An account.
pub(crate) fn officer(officer: &NewOfficer) -> Checked {
    let login = &officer.login;
    length("login", login, 3, 40)?;
    if !login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b)) {
        return Err(invalid("login", "lower-case letters a-z, digits, . and - only"));
    }
    length("display_name", &officer.display_name, 1, DISPLAY_NAME_CHARS_MAX)?;
    if officer.display_name.trim().is_empty() || officer.display_name.chars().any(char::is_control) {
        return Err(invalid("display_name", "a name without control characters"));
    }
    let hash = &officer.password_hash;
    if hash.starts_with("$argon2id$") && hash.len() <= PASSWORD_HASH_CHARS_MAX && hash.is_ascii() {
        Ok(())
    } else {
        Err(invalid("password_hash", "expected an Argon2id hash in PHC form, never a password"))
    }
}

fn length(field: &'static str, text: &str, chars_min: usize, chars_max: usize) -> Checked {
    let chars = text.chars().take(chars_max + 1).count();
    if chars < chars_min {
        return Err(invalid(field, format!("at least {chars_min} characters are needed")));
    }
    if chars > chars_max {
        return Err(invalid(field, format!("at most {chars_max} characters are accepted")));
    }
    Ok(())
}
