//! Human codes with a check digit: `P00042-7` for a patient, `D0007-6` for a doctor.
//!
//! The check digit is Damm's (H. M. Damm, *Total anti-symmetrische Quasigruppen*, 2004): it catches
//! every single wrong digit and every swap of neighbours, the two mistakes people make when they
//! copy a wristband. The database makes new codes with the same table (`damm_check_digit`).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

const QUASIGROUP: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The Damm check digit of a run of ASCII digits; other characters are not looked at.
pub fn damm_check_digit(digits: &str) -> u8 {
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0u8, |interim, d| {
            QUASIGROUP[usize::from(interim)][usize::from(d - b'0')]
        })
}

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not a letter followed by digits.
    #[error("a code is a letter and digits, for example P00042-7")]
    Malformed,
    /// The check digit does not belong to the number: most likely a typing mistake.
    #[error("the check digit does not fit: please read the code again")]
    WrongCheckDigit,
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident, $letter:literal, $width:literal);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The canonical text, with its check digit.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes a code the database holds as it stands.
            pub fn from_database(code: String) -> Self {
                Self(code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = CodeError;
            /// Reads `P00042-7`, and the old form `P00042`, which resolves to the same code (H33).
            fn from_str(s: &str) -> Result<Self, CodeError> {
                parse(s, $letter, $width).map(Self)
            }
        }
    )+};
}

codes! {
    /// A patient's code.
    PatientCode, 'P', 5;
    /// A doctor's code.
    DoctorCode, 'D', 4;
}

fn parse(text: &str, letter: char, width: usize) -> Result<String, CodeError> {
    let upper = text.trim().to_ascii_uppercase();
    let body = upper.strip_prefix(letter).ok_or(CodeError::Malformed)?;
    let (number, check) = match body.split_once('-') {
        Some((number, check)) => (number, Some(check)),
        None => (body, None),
    };
    let plausible =
        !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit());
    if !plausible {
        return Err(CodeError::Malformed);
    }
    let number = format!("{:0>width$}", number.trim_start_matches('0'));
    let expected = damm_check_digit(&number);
    match check {
        Some(check) if check.len() == 1 && check.bytes().all(|b| b == b'0' + expected) => {}
        Some(check) if check.len() == 1 && check.bytes().all(|b| b.is_ascii_digit()) => {
            return Err(CodeError::WrongCheckDigit);
        }
        Some(_) => return Err(CodeError::Malformed),
        None => {}
    }
    Ok(format!("{letter}{number}-{expected}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_published_example_holds() {
        assert_eq!(damm_check_digit("572"), 4);
    }

    #[test]
    fn a_code_is_read_with_and_without_its_check_digit() {
        for text in ["P00042-7", "P00042", "p00042-7", " P42 ", "P0042-7"] {
            assert_eq!(
                text.parse::<PatientCode>().unwrap().as_str(),
                "P00042-7",
                "{text}"
            );
        }
        assert_eq!("D0007".parse::<DoctorCode>().unwrap().as_str(), "D0007-6");
    }

    #[test]
    fn nonsense_is_refused_with_words() {
        for text in [
            "",
            "P",
            "42",
            "D0007",
            "P12a",
            "P00042-",
            "P00042-77",
            "P00042-x",
            "P-7",
        ] {
            assert_eq!(
                text.parse::<PatientCode>(),
                Err(CodeError::Malformed),
                "{text}"
            );
        }
        assert_eq!(
            "P00042-8".parse::<PatientCode>(),
            Err(CodeError::WrongCheckDigit)
        );
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_finds_another_patient(n in 1u32..99_999, place in 0usize..5, other in 0u8..10) {
            let number = format!("{n:05}");
            let code = format!("P{number}-{}", damm_check_digit(&number));
            let mut wrong = code.clone().into_bytes();
            let digit = b'0' + other;
            prop_assume!(wrong[place + 1] != digit);
            wrong[place + 1] = digit;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong.parse::<PatientCode>().is_err());
        }

        #[test]
        fn two_swapped_digits_never_find_another_patient(n in 1u32..99_999, place in 0usize..4) {
            let number = format!("{n:05}");
            let code = format!("P{number}-{}", damm_check_digit(&number));
            let mut wrong = code.clone().into_bytes();
            prop_assume!(wrong[place + 1] != wrong[place + 2]);
            wrong.swap(place + 1, place + 2);
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong.parse::<PatientCode>().is_err());
        }
    }
}
