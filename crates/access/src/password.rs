//! Argon2id hashes in PHC form (RFC 9106) and the rule for new passwords.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Least length of a new password, in characters (NIST SP 800-63B-4 asks for 15 alone, 8 with a second factor).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Greatest length of a password, in characters: a limit on everything.
pub const PASSWORD_CHARS_MAX: usize = 256;

/// Memory of one hash, KiB: 19 MiB with two passes and one lane, the first choice of the OWASP password cheat sheet.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("a password has at least {PASSWORD_CHARS_MIN} characters")]
    TooShort,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    #[error("a password has at most {PASSWORD_CHARS_MAX} characters")]
    TooLong,
    /// One character repeated, or the sign-in name itself.
    #[error("a password is neither one repeated character nor the sign-in name")]
    TooPlain,
}

/// The rule for new passwords: length only, nothing that teaches people to write `Passw0rd!`.
///
/// # Errors
/// [`PasswordError`] names the part of the rule.
pub fn check_password_rule(login: &str, password: &str) -> Result<(), PasswordError> {
    let length = password.chars().count();
    if length < PASSWORD_CHARS_MIN {
        return Err(PasswordError::TooShort);
    }
    if length > PASSWORD_CHARS_MAX {
        return Err(PasswordError::TooLong);
    }
    let mut characters = password.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) || password.eq_ignore_ascii_case(login) {
        return Err(PasswordError::TooPlain);
    }
    Ok(())
}

fn hasher() -> Result<Argon2<'static>, argon2::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with a random salt. Blocks for tens of milliseconds: call it on a blocking thread.
pub(crate) fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let argon = hasher().map_err(|_| argon2::password_hash::Error::ParamsInvalid)?;
    Ok(argon.hash_password(password.as_bytes())?.to_string())
}

/// Whether `password` opens `phc`. An unreadable hash opens for nobody. Blocks.
pub(crate) fn opens(phc: &str, password: &str) -> bool {
    let (Ok(argon), Ok(hash)) = (hasher(), PasswordHash::new(phc)) else { return false };
    argon.verify_password(password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_opens_for_its_password_only_and_differs_each_time() {
        let (one, two) = (hash("correct horse battery").unwrap(), hash("correct horse battery").unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two, "salts are random");
        assert!(opens(&one, "correct horse battery"));
        assert!(!opens(&one, "correct horse batterY"));
        assert!(!opens("", "x") && !opens("$argon2id$broken", "x"));
    }

    #[test]
    fn the_rule_counts_characters_not_bytes() {
        assert_eq!(check_password_rule("a", "elevenchars"), Err(PasswordError::TooShort));
        assert_eq!(
            check_password_rule("a", "құпиясөзімқ"),
            Err(PasswordError::TooShort),
            "11 letters, 22 bytes"
        );
        assert_eq!(check_password_rule("a", "құпиясөзімқұ"), Ok(()));
        assert_eq!(check_password_rule("a", &"x".repeat(257)), Err(PasswordError::TooLong));
        assert_eq!(check_password_rule("a", "aaaaaaaaaaaaaa"), Err(PasswordError::TooPlain));
        assert_eq!(check_password_rule("long.login.name", "Long.Login.Name"), Err(PasswordError::TooPlain));
    }
}
