//! One box for everything by which people look for a patient (P2): what somebody typed, read.

use jiff::civil::Date;

use crate::{code::PatientCode, text_enum};

text_enum! {
    /// By what a patient was found.
    pub enum SearchMatch {
        /// The name begins like this.
        Name,
        /// The name is nearly this.
        NameTypo,
        /// A name the record had before.
        FormerName,
        /// The code.
        Code,
        /// The telephone number.
        Phone,
        /// The birth date.
        BirthDate,
        /// The number with the insurer.
        InsuranceNumber,
    }
}

/// A code as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSearch {
    /// The code it is, where it is whole (old and new form).
    pub whole: Option<PatientCode>,
    /// What the code looked for begins with.
    pub prefix: String,
}

/// What the box may mean; several things at once where the text allows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchBox {
    /// A code, whole or begun.
    pub code: Option<CodeSearch>,
    /// A birth date; two where the century is left out.
    pub birth_dates: Vec<Date>,
    /// A telephone number, from its beginning or its end; as typed.
    pub phone: Option<String>,
    /// An insurance number; as typed.
    pub insurance_number: Option<String>,
    /// A name, in any order; together with a birth date where both were typed.
    pub name: Option<String>,
}

/// Fewer digits than this are no telephone number.
const PHONE_DIGITS: usize = 4;
/// Fewer characters than this are no insurance number.
const INSURANCE_CHARACTERS: usize = 4;
/// Nothing people search for is longer, in characters.
const LONGEST: usize = 200;
/// Nobody was born longer ago, in years.
const OLDEST: i16 = 130;

impl SearchBox {
    /// Reads what was typed; `today` decides which two-digit years can be meant.
    pub fn read(text: &str, today: Date) -> Self {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let code = code(&text);
        let mut found = Self {
            birth_dates: birth_dates(&text, today),
            phone: phone(&text),
            insurance_number: insurance_number(&text),
            ..Self::default()
        };
        let has_letters = text.chars().any(char::is_alphabetic);
        if found.birth_dates.is_empty()
            && code.is_none()
            && let Some((name, dates)) = name_and_date(&text, today)
        {
            found.name = Some(name);
            found.birth_dates = dates;
            found.insurance_number = None;
        } else if has_letters && code.is_none() && found.birth_dates.is_empty() {
            found.name = Some(text);
        }
        found.code = code;
        found
    }
}

fn code(text: &str) -> Option<CodeSearch> {
    let upper = text.to_ascii_uppercase();
    let body = upper.strip_prefix('P').unwrap_or(&upper);
    let (number, check) = body.split_once('-').map_or((body, ""), |(n, c)| (n, c));
    let is_code = !number.is_empty()
        && number.len() <= 12
        && check.len() <= 1
        && format!("{number}{check}")
            .bytes()
            .all(|b| b.is_ascii_digit());
    is_code.then(|| CodeSearch {
        whole: format!("P{}", body.trim_end_matches('-')).parse().ok(),
        prefix: format!("P{body}"),
    })
}

fn phone(text: &str) -> Option<String> {
    let is_phone = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (is_phone && digits >= PHONE_DIGITS).then(|| text.to_owned())
}

fn insurance_number(text: &str) -> Option<String> {
    let characters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    (has_digit && characters >= INSURANCE_CHARACTERS).then(|| text.to_owned())
}

/// `Considine 14.03.1955`, `12 aug 69 weimann`: a birth date at either end, a name for the rest.
fn name_and_date(text: &str, today: Date) -> Option<(String, Vec<Date>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for taken in [3, 2, 1] {
        let Some(rest) = words.len().checked_sub(taken).filter(|rest| *rest > 0) else {
            continue;
        };
        for (date, name) in [
            (&words[rest..], &words[..rest]),
            (&words[..taken], &words[taken..]),
        ] {
            let dates = birth_dates(&date.join(" "), today);
            let name = name.join(" ");
            if !dates.is_empty() && name.chars().any(char::is_alphabetic) {
                return Some((name, dates));
            }
        }
    }
    None
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A birth date in any common form, the day before the month where both are numbers: `1969-08-12`,
/// `12.08.1969`, `12/8/69`, `12-Aug-1969`, `12 aug 69`, `19690812`. A year of two digits may mean
/// two of them. Empty where the text is no date somebody alive could have been born on.
pub fn birth_dates(text: &str, today: Date) -> Vec<Date> {
    let lower = text.trim().to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| matches!(c, '.' | '/' | '-' | ',') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let mut dates = match parts.as_slice() {
        [digits] if digits.len() == 8 && is_number(digits) => [
            (&digits[..4], &digits[4..6], &digits[6..]),
            (&digits[4..], &digits[2..4], &digits[..2]),
        ]
        .into_iter()
        .flat_map(|(year, month, day)| read(year, month, day, today))
        .collect(),
        [year, month, day] if year.len() == 4 && is_number(year) => read(year, month, day, today),
        [first, second, year] => {
            let day_first = read(year, second, first, today);
            // Only where it can't be meant otherwise: 08/25/1969, Aug 12 1969.
            if day_first.is_empty() {
                read(year, first, second, today)
            } else {
                day_first
            }
        }
        _ => Vec::new(),
    };
    dates.sort_unstable();
    dates.dedup();
    dates
}

fn read(year: &str, month: &str, day: &str, today: Date) -> Vec<Date> {
    let (Some(month), Some(day)) = (month_of(month), day_of(day)) else {
        return Vec::new();
    };
    years(year)
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .filter(|date| *date <= today && date.year() >= today.year() - OLDEST)
        .collect()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn years(text: &str) -> Vec<i16> {
    match (is_number(text), text.len(), text.parse::<i16>()) {
        (true, 4, Ok(year)) => vec![year],
        (true, 2, Ok(year)) => vec![1900 + year, 2000 + year],
        _ => Vec::new(),
    }
}

fn month_of(text: &str) -> Option<i8> {
    if is_number(text) {
        return (text.len() <= 2).then(|| text.parse().ok()).flatten();
    }
    let place = MONTHS.iter().position(|month| {
        text.len() >= 3 && month.starts_with(text) || text == "sept" && *month == "september"
    })?;
    i8::try_from(place + 1).ok()
}

fn day_of(text: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    (is_number(digits) && digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn a_birth_date_is_read_in_every_common_form() {
        let the_day = vec![date(1969, 8, 12)];
        for text in [
            "1969-08-12",
            "1969-8-12",
            "1969/08/12",
            "12.08.1969",
            "12.8.1969",
            "12. 8. 1969",
            "12.08.69",
            "12/08/1969",
            "12/8/69",
            "12-08-1969",
            "12-Aug-1969",
            "12-AUG-69",
            "12 aug 69",
            "12 August 1969",
            "12. August 1969",
            "12th August 1969",
            "Aug 12, 1969",
            "19690812",
            "12081969",
            "  12.08.1969 ",
        ] {
            assert_eq!(birth_dates(text, TODAY), the_day, "{text}");
        }
        for (text, dates) in [
            ("12/08/1969", vec![date(1969, 8, 12)]),
            ("08/25/1969", vec![date(1969, 8, 25)]),
            ("1.2.24", vec![date(1924, 2, 1), date(2024, 2, 1)]),
            ("22.11.26", vec![date(1926, 11, 22), date(2026, 11, 22)]),
            ("23.11.26", vec![date(1926, 11, 23)]),
            ("29.02.2024", vec![date(2024, 2, 29)]),
            ("1 sept 1990", vec![date(1990, 9, 1)]),
            ("3 may 1990", vec![date(1990, 5, 3)]),
        ] {
            assert_eq!(birth_dates(text, TODAY), dates, "{text}");
        }
        for text in [
            "",
            "12",
            "12.08",
            "1969",
            "32.08.1969",
            "29.02.2023",
            "12.13.1969x",
            "12 augustus 1969",
            "12 au 1969",
            "2027-01-01",
            "1890-01-01",
            "123.08.1969",
            "12.08.196",
            "12.08.19690",
            "considine",
        ] {
            assert_eq!(birth_dates(text, TODAY), Vec::<Date>::new(), "{text}");
        }
    }

    #[test]
    fn one_box_tells_codes_dates_numbers_and_names_apart() {
        let read = |text| SearchBox::read(text, TODAY);
        let whole = |text| read(text).code.and_then(|c| c.whole).map(|c| c.to_string());
        for text in ["P00042-7", "p00042-7", "P00042", "p42", "42", "00042"] {
            assert_eq!(whole(text).as_deref(), Some("P00042-7"), "{text}");
        }
        assert_eq!(read("P0004").code.unwrap().prefix, "P0004");
        assert_eq!(read("P00042-").code.unwrap().prefix, "P00042-");
        assert_eq!(whole("P00042-8"), None, "a mistyped code finds nobody");
        assert_eq!(read("P00042").name, None);
        for (text, name) in [
            ("Considine", Some("Considine")),
            ("  o'keefe mont ", Some("o'keefe mont")),
            ("فاطمة", Some("فاطمة")),
            ("Weimann 30.11.1971", Some("Weimann")),
            ("30.11.1971 weimann", Some("weimann")),
            ("anna 12 aug 69", Some("anna")),
            ("12 aug 69", None),
            ("020 7946 0958", None),
            ("", None),
        ] {
            assert_eq!(read(text).name.as_deref(), name, "{text}");
        }
        assert_eq!(read("Weimann 30.11.1971").birth_dates, [date(1971, 11, 30)]);
        assert_eq!(read("anna 12 aug 69").birth_dates, [date(1969, 8, 12)]);
        for (text, is_phone) in [
            ("+44 (0)20 7946-0958", true),
            ("0958", true),
            ("095", false),
            ("0958a", false),
        ] {
            assert_eq!(read(text).phone.is_some(), is_phone, "{text}");
        }
        for (text, is_number) in [("A123 456", true), ("12a", false), ("Considine", false)] {
            assert_eq!(read(text).insurance_number.is_some(), is_number, "{text}");
        }
        assert_eq!(read(""), SearchBox::default());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read(text in "\\PC{0,240}") {
            let found = SearchBox::read(&text, TODAY);
            prop_assert!(found.birth_dates.iter().all(|date| *date <= TODAY));
        }
    }
}
