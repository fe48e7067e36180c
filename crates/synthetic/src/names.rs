//! Names as on documents: word lists of common names, joined at random, and their Latin transliteration.

use crate::random::Random;

/// The peoples whose names the lists hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    Kazakh,
    Russian,
    Uzbek,
    Turkish,
    Chinese,
    Indian,
}

/// Family name, given name, patronymic.
pub(crate) struct FullName {
    pub(crate) family: String,
    pub(crate) given: String,
    pub(crate) patronymic: Option<String>,
}

/// The lines of a list: `#` opens a comment; words of a line are forms of one name.
fn lines(list: &'static str) -> Vec<&'static str> {
    list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

fn pick(random: &mut Random, list: &'static str) -> Vec<&'static str> {
    let lines = lines(list);
    let line = lines.get(random.below(lines.len())).copied().unwrap_or_default();
    line.split_whitespace().collect()
}

fn form(words: &[&str], index: usize) -> String {
    words.get(index).or(words.first()).copied().unwrap_or_default().to_owned()
}

/// Draws a name.
pub(crate) fn draw(random: &mut Random, naming: Naming, female: bool) -> FullName {
    let (men, women, families) = lists(naming);
    let family = form(&pick(random, families), usize::from(female));
    let given = form(&pick(random, if female { women } else { men }), 0);
    let father = pick(random, men);
    let patronymic = match naming {
        Naming::Kazakh if random.chance(0.85) => {
            Some(format!("{}{}", form(&father, 0), if female { "қызы" } else { "ұлы" }))
        }
        Naming::Russian => Some(form(&father, 1 + usize::from(female))),
        _ => None,
    };
    FullName { family, given, patronymic }
}

fn lists(naming: Naming) -> (&'static str, &'static str, &'static str) {
    macro_rules! three {
        ($code:literal) => {
            (
                include_str!(concat!("../data/names/", $code, "_male.txt")),
                include_str!(concat!("../data/names/", $code, "_female.txt")),
                include_str!(concat!("../data/names/", $code, "_family.txt")),
            )
        };
    }
    match naming {
        Naming::Kazakh => three!("kk"),
        Naming::Russian => three!("ru"),
        Naming::Uzbek => three!("uz"),
        Naming::Turkish => three!("tr"),
        Naming::Chinese => three!("zh"),
        Naming::Indian => three!("in"),
    }
}

/// Latin transliteration of Kazakh and Russian Cyrillic in capitals, after the plain letters (no
/// diacritics) of machine-readable documents. What is not Cyrillic passes unchanged.
pub fn transliterate(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).map(Latin::of).collect()
}

enum Latin {
    Text(&'static str),
    Same(char),
}

impl Latin {
    fn of(letter: char) -> Self {
        let text = match letter {
            'А' | 'Ә' => "A",
            'Б' => "B",
            'В' => "V",
            'Г' | 'Ғ' => "G",
            'Д' => "D",
            'Е' | 'Э' => "E",
            'Ё' => "YO",
            'Ж' => "ZH",
            'З' => "Z",
            'И' | 'І' => "I",
            'Й' | 'Ы' => "Y",
            'К' | 'Қ' => "K",
            'Л' => "L",
            'М' => "M",
            'Н' | 'Ң' => "N",
            'О' | 'Ө' => "O",
            'П' => "P",
            'Р' => "R",
            'С' => "S",
            'Т' => "T",
            'У' | 'Ұ' | 'Ү' => "U",
            'Ф' => "F",
            'Х' => "KH",
            'Һ' => "H",
            'Ц' => "TS",
            'Ч' => "CH",
            'Ш' => "SH",
            'Щ' => "SHCH",
            'Ю' => "YU",
            'Я' => "YA",
            'Ъ' | 'Ь' => "",
            other => return Self::Same(other),
        };
        Self::Text(text)
    }
}

impl FromIterator<Latin> for String {
    fn from_iter<I: IntoIterator<Item = Latin>>(letters: I) -> Self {
        let mut out = String::new();
        for letter in letters {
            match letter {
                Latin::Text(text) => out.push_str(text),
                Latin::Same(other) => out.push(other),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Naming; 6] =
        [Naming::Kazakh, Naming::Russian, Naming::Uzbek, Naming::Turkish, Naming::Chinese, Naming::Indian];

    #[test]
    fn every_list_is_cyrillic_and_has_the_forms_it_needs() {
        for naming in ALL {
            let (men, women, families) = lists(naming);
            for line in [men, women, families].into_iter().flat_map(lines) {
                let cyrillic = |c: char| ('Ѐ'..='ӿ').contains(&c) || c == ' ';
                assert!(line.chars().all(cyrillic), "{line}");
                assert!(transliterate(line).is_ascii(), "{line}: {}", transliterate(line));
            }
            assert!(lines(families).iter().all(|l| l.split(' ').count() == 2));
        }
        assert!(lines(lists(Naming::Russian).0).iter().all(|l| l.split(' ').count() == 3));
    }

    #[test]
    fn kazakh_letters_have_latin_letters() {
        assert_eq!(transliterate("Әғқңөұүһі"), "AGKNOUUHI");
        assert_eq!(transliterate("Щербаков Пётр"), "SHCHERBAKOV PYOTR");
    }
}
