//! Synthetic people: name, sex, birth date, citizenship, IIN, document, ten fingers.

use jiff::civil::Date;
use vocabulary::{BirthDate, Citizenship, FingerPosition, Iin, add_years};

use crate::finger::{Build, Finger};
use crate::names::{self, Naming, transliterate};
use crate::pattern;
use crate::random::{Random, mix};

/// Sex as documents state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// The letter of machine-readable documents: `F` or `M`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
        }
    }
}

/// A person who does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Valid by length and check digit; some foreigners and stateless people have none.
    pub iin: Option<Iin>,
    /// Family name, Cyrillic.
    pub family_name: String,
    /// Given name, Cyrillic.
    pub given_name: String,
    /// Patronymic, Cyrillic; not everybody has one.
    pub patronymic: Option<String>,
    /// Family name in Latin capitals.
    pub family_name_latin: String,
    /// Given name in Latin capitals.
    pub given_name_latin: String,
    /// Sex.
    pub sex: Sex,
    /// Full birth date: 12 to 90 years before the reference date.
    pub born: BirthDate,
    /// Citizen, foreigner or stateless.
    pub citizenship: Citizenship,
    /// ISO 3166-1 alpha-3, `KAZ` for citizens; `XXA` (ICAO Doc 9303) for the stateless.
    pub nationality: &'static str,
    /// Starts with `SYN`, as no real document does.
    pub document_number: String,
    /// From which the ten fingers grow.
    pub finger_seed: u64,
}

/// Ages run from here ...
pub const AGE_MIN_YEARS: i16 = 12;
/// ... to the day before this birthday.
pub const AGE_END_YEARS: i16 = 91;
/// How many people of one seed have different IINs; beyond it IINs return.
pub const DISTINCT_PEOPLE: u64 = 2_500 * 42_000;

impl Person {
    /// Person `index` of the population `seed`, with ages counted on 1 January 2026.
    pub fn nth(seed: u64, index: u64) -> Self {
        Self::nth_on(seed, index, Date::constant(2026, 1, 1))
    }

    /// Person `index` of the population `seed`, 12 to 90 years old on `reference`. People of one seed and
    /// reference date differ in birth date or IIN serial up to [`DISTINCT_PEOPLE`].
    pub fn nth_on(seed: u64, index: u64, reference: Date) -> Self {
        let mut random = Random::new(mix(seed, index), "person");
        let sex = if random.chance(0.51) { Sex::Female } else { Sex::Male };
        let (citizenship, nationality, naming) = origin(&mut random);
        let name = names::draw(&mut random, naming, sex == Sex::Female);
        let (born, serial) = birth(seed, index, reference);
        let has_iin = citizenship == Citizenship::Citizen || random.chance(0.6);
        Self {
            iin: if has_iin { iin(born, sex, serial) } else { None },
            family_name_latin: transliterate(&name.family),
            given_name_latin: transliterate(&name.given),
            family_name: name.family,
            given_name: name.given,
            patronymic: name.patronymic,
            sex,
            born: BirthDate::Day(born),
            citizenship,
            nationality,
            document_number: format!("SYN{:09}", mix(seed ^ 0x0d0c, index) % 1_000_000_000),
            finger_seed: mix(seed ^ 0xf1_67e2, index),
        }
    }

    /// Grows the finger at a position. The two hands mirror each other in most people, and the classes
    /// follow the position (more whorls on thumbs and ring fingers, more arches on index fingers).
    pub fn finger(&self, position: FingerPosition) -> Finger {
        let class = pattern::class_of(self.finger_seed, position);
        let build = Build::of(self.sex, position, self.finger_seed);
        Finger::grow_as(mix(self.finger_seed, u64::from(position.number())), class, build)
    }
}

fn origin(random: &mut Random) -> (Citizenship, &'static str, Naming) {
    let kind = random.unit();
    if kind < 0.80 {
        let naming = match random.weighted(&[0.72, 0.20, 0.06, 0.02]) {
            0 => Naming::Kazakh,
            1 => Naming::Russian,
            2 => Naming::Uzbek,
            _ => Naming::Turkish,
        };
        (Citizenship::Citizen, "KAZ", naming)
    } else if kind < 0.97 {
        let choices = [
            (0.36, "UZB", Naming::Uzbek),
            (0.24, "RUS", Naming::Russian),
            (0.14, "CHN", Naming::Chinese),
            (0.13, "TUR", Naming::Turkish),
            (0.13, "IND", Naming::Indian),
        ];
        let (_, code, naming) = choices[random.weighted(&choices.map(|c| c.0))];
        (Citizenship::Foreigner, code, naming)
    } else {
        (Citizenship::Stateless, "XXA", if random.chance(0.5) { Naming::Uzbek } else { Naming::Russian })
    }
}

/// Birth date and serial: a keyed permutation of the days gives every block of people different birthdays,
/// and each block its own serial, so that no two people share both. Days of the younger half stand in the
/// permutation twice, which makes the population young.
fn birth(seed: u64, index: u64, reference: Date) -> (Date, u64) {
    let last = add_years(reference, -AGE_MIN_YEARS);
    let first = add_years(reference, -AGE_END_YEARS).tomorrow().unwrap_or(last);
    let days = u64::from(last.duration_since(first).as_hours().unsigned_abs() as u32 / 24 + 1);
    let young = days / 2;
    let slots = days + young;
    let (block, slot) = (index / slots, permute(mix(seed, 0xb1), index % slots, slots));
    let (age_days, twin) = if slot < 2 * young { (slot / 2, slot % 2) } else { (slot - young, 0) };
    let born = last.saturating_sub(jiff::Span::new().days(age_days as i64));
    (born, (2 * block + twin) % 5_000)
}

/// A permutation of `0..count` (count up to 65,536): four Feistel rounds on 16 bits, walked until inside.
fn permute(key: u64, value: u64, count: u64) -> u64 {
    let mut value = value;
    for _ in 0..1_000_000 {
        let (mut left, mut right) = (value >> 8 & 0xff, value & 0xff);
        for round in 0..4 {
            (left, right) = (right, left ^ (mix(key ^ right, round) & 0xff));
        }
        value = left << 8 | right;
        if value < count {
            break;
        }
    }
    value
}

/// YYMMDD, century and sex digit, serial, check digit (law.md section 8.1, the historical layout). Of two
/// neighbouring serials at least one has a check digit.
fn iin(born: Date, sex: Sex, serial: u64) -> Option<Iin> {
    let century = match born.year() {
        ..1900 => 1,
        1900..2000 => 3,
        _ => 5,
    } + i16::from(sex == Sex::Female);
    let year = born.year().rem_euclid(100);
    let day = format!("{year:02}{:02}{:02}{century}", born.month(), born.day());
    [2 * serial, 2 * serial + 1].into_iter().find_map(|serial| {
        let text = format!("{day}{serial:04}");
        let mut digits = [0; 11];
        for (digit, byte) in digits.iter_mut().zip(text.bytes()) {
            *digit = byte.wrapping_sub(b'0');
        }
        let check = Iin::check_digit(&digits)?;
        Iin::parse(&format!("{text}{check}")).ok()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn people_are_the_same_on_every_call_and_differ_from_each_other() {
        assert_eq!(Person::nth(1, 7), Person::nth(1, 7));
        assert_ne!(Person::nth(1, 7), Person::nth(1, 8));
        assert_ne!(Person::nth(1, 7), Person::nth(2, 7));
    }

    #[test]
    fn iins_are_valid_follow_the_layout_and_never_repeat() {
        let mut seen = HashSet::new();
        for index in 0..60_000 {
            let person = Person::nth(3, index);
            let Some(iin) = &person.iin else {
                assert_ne!(person.citizenship, Citizenship::Citizen, "a citizen has an IIN");
                continue;
            };
            assert_eq!(Iin::parse(iin.as_str()).as_ref(), Ok(iin));
            let BirthDate::Day(born) = person.born else { panic!("a full date") };
            assert!(iin.as_str().starts_with(&born.strftime("%y%m%d").to_string()));
            let male = (iin.as_str().as_bytes()[6] - b'0') % 2 == 1;
            assert_eq!(male, person.sex == Sex::Male);
            assert!(seen.insert(iin.as_str().to_owned()), "{} twice", iin.as_str());
        }
        assert!(seen.len() > 50_000);
    }

    #[test]
    fn ages_and_origins_are_in_range() {
        let reference = Date::constant(2031, 6, 15);
        let people: Vec<Person> = (0..5_000).map(|i| Person::nth_on(9, i, reference)).collect();
        for person in &people {
            assert!((12..=90).contains(&person.born.age_on(reference)), "{}", person.born);
            assert!(person.document_number.starts_with("SYN"));
            assert!(!person.family_name.is_empty() && !person.given_name.is_empty());
            assert!(person.family_name_latin.is_ascii());
        }
        let share = |c| people.iter().filter(|p| p.citizenship == c).count() as f32 / 5_000.0;
        assert!((share(Citizenship::Citizen) - 0.80).abs() < 0.03);
        assert!((share(Citizenship::Stateless) - 0.03).abs() < 0.01);
        let young = people.iter().filter(|p| p.born.age_on(reference) < 50).count();
        assert!(young > 2_800, "{young} of 5000 under fifty");
    }
}
