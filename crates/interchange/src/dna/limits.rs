//! What a file of profiles may hold at the most.

/// Longest line of a text file, and longest tag or text between tags of XML, bytes.
pub const LINE_BYTES_MAX: usize = 64 << 10;
/// Most profiles of a file.
pub const PROFILES_MAX: u64 = 5_000_000;
/// Most errors listed for one profile; the rest is counted.
pub const ROW_ERRORS_MAX: usize = 32;
/// Most columns of a text file.
pub(super) const COLUMNS_MAX: usize = 2_000;
/// Most loci of a profile; the catalogue holds fewer than a hundred.
pub(super) const LOCI_MAX: usize = 128;
/// Most designations of a locus that are looked at.
pub(super) const DESIGNATIONS_MAX: usize = 32;
/// Longest specimen number, category, agency, kit and case, characters.
pub(super) const TEXT_CHARS_MAX: usize = 64;
/// Bytes by which a format is recognised.
pub(super) const HEAD_BYTES: usize = 64 << 10;
