//! One slip of the finger away: the words somebody may have meant.
//!
//! Damerau (Communications of the ACM 7, 1964) found that four out of five misspelt words have
//! exactly one of four slips: two neighbours swapped, a letter too many, one too few, or a wrong one.
//! Trigrams find long words with slips; in a short one a single slip leaves too few of them.

use std::collections::BTreeSet;

/// Letters a word may lack; names are compared in a form that knows only these and digits.
const LETTERS: std::ops::RangeInclusive<char> = 'a'..='z';
/// Longer words keep enough trigrams whatever letter is wrong, in characters.
const SHORT: usize = 8;
/// A slip in a shorter word could mean anything, in characters.
const SHORTEST: usize = 3;

/// The words one slip away from `word`, which is in the search form. In a long word only swapped and
/// superfluous letters; the word itself is not among them.
pub fn one_slip_away(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut found = BTreeSet::new();
    if letters.len() < SHORTEST {
        return found;
    }
    for at in 0..letters.len() {
        let mut fewer = letters.clone();
        fewer.remove(at);
        found.insert(fewer.iter().collect());
        if at + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            found.insert(swapped.iter().collect());
        }
    }
    if letters.len() <= SHORT {
        for letter in LETTERS {
            for at in 0..=letters.len() {
                let mut more = letters.clone();
                more.insert(at, letter);
                found.insert(more.iter().collect());
                if at < letters.len() {
                    let mut other = letters.clone();
                    other[at] = letter;
                    found.insert(other.iter().collect());
                }
            }
        }
    }
    found.remove(word);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_four_slips_is_found_in_a_short_name() {
        for (typed, meant) in [
            ("brwon", "brown"),
            ("brownn", "brown"),
            ("brow", "brown"),
            ("brawn", "brown"),
            ("nguyne", "nguyen"),
            ("ali", "alli"),
            ("rozz", "roz"),
        ] {
            assert!(one_slip_away(typed).contains(meant), "{typed} for {meant}");
        }
    }

    #[test]
    fn a_long_name_is_searched_for_swapped_and_superfluous_letters_only() {
        let found = one_slip_away("vanderovrt");
        assert!(found.contains("vandervort"));
        assert!(one_slip_away("vandervvort").contains("vandervort"));
        assert!(found.len() < 20, "{} words", found.len());
    }

    #[test]
    fn two_letters_could_mean_anybody() {
        assert!(one_slip_away("li").is_empty());
        assert!(!one_slip_away("lee").contains("lee"));
    }

    #[test]
    fn letters_of_other_scripts_are_swapped_too() {
        assert!(one_slip_away("иавнов").contains("иванов"));
    }
}
