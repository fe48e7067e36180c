//! Which finger an image file shows, by its name: `right-thumb.png`, `07.tif`, `case9_LI.bmp`. When names do not tell
//! clearly, files are taken in their natural order over the positions still free.

use vocabulary::FingerPosition;

/// A finger for each name, or `None` when more names than free positions were given.
pub(crate) fn positions(names: &[&str], free: &[FingerPosition]) -> Vec<Option<FingerPosition>> {
    let told: Vec<Option<FingerPosition>> = names.iter().map(|name| told_by(name)).collect();
    let is_clear = told.iter().enumerate().all(|(i, p)| p.is_some() && !told[..i].contains(p));
    if is_clear {
        return told;
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|i| natural_key(names[*i]));
    let mut positions = vec![None; names.len()];
    for (place, index) in order.into_iter().enumerate() {
        positions[index] = free.get(place).copied();
    }
    positions
}

/// The finger a single name tells, if any.
fn told_by(name: &str) -> Option<FingerPosition> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase().replace(['_', ' '], "-");
    let by_code = FingerPosition::ALL.iter().copied().find(|p| stem.contains(p.code()));
    by_code.or_else(|| stem.split('-').rev().find_map(by_token))
}

fn by_token(token: &str) -> Option<FingerPosition> {
    use FingerPosition::*;
    let by_letters = match token {
        "rt" => RightThumb,
        "ri" => RightIndex,
        "rm" => RightMiddle,
        "rr" => RightRing,
        "rl" => RightLittle,
        "lt" => LeftThumb,
        "li" => LeftIndex,
        "lm" => LeftMiddle,
        "lr" => LeftRing,
        "ll" => LeftLittle,
        _ => return token.parse().ok().and_then(FingerPosition::from_number),
    };
    Some(by_letters)
}

/// Compares `2.png` before `10.png`: texts and numbers in turn.
fn natural_key(name: &str) -> Vec<(String, u64)> {
    let mut key = Vec::new();
    let (mut text, mut digits) = (String::new(), String::new());
    for c in name.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() && digits.len() < 18 {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push((std::mem::take(&mut text), digits.parse().unwrap_or(0)));
            digits.clear();
        }
        text.push(c);
    }
    key.push((text, 0));
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use FingerPosition::*;

    fn check(names: &[&str], expected: &[FingerPosition]) {
        let found = positions(names, FingerPosition::ALL);
        assert_eq!(found, expected.iter().copied().map(Some).collect::<Vec<_>>(), "{names:?}");
    }

    #[test]
    fn names_that_tell_are_believed_in_any_order() {
        check(&["left-little.png", "right_thumb.tif"], &[LeftLittle, RightThumb]);
        check(&["10.png", "case7-02.png"], &[LeftLittle, RightIndex]);
        check(&["aisha LI.bmp", "aisha RT.bmp"], &[LeftIndex, RightThumb]);
    }

    #[test]
    fn names_that_repeat_a_finger_are_not_believed_and_files_go_in_natural_order() {
        check(&["110_1.tif", "101_1.tif", "109_1.tif"], &[RightMiddle, RightThumb, RightIndex]);
        check(&["scan 10.png", "scan.png"], &[RightThumb, RightIndex]);
    }

    #[test]
    fn only_free_positions_are_given() {
        assert_eq!(positions(&["a.png", "b.png"], &[LeftRing]), [Some(LeftRing), None]);
    }
}
