//! Whether somebody about to be registered is registered already (P1).

use crate::text_enum;

text_enum! {
    /// How likely two records are one person.
    pub enum Likelihood {
        /// Registration stops until somebody says that it is another person.
        VeryLikely,
        /// Shown.
        Possible,
    }
}

text_enum! {
    /// Why two records may be one person.
    pub enum DuplicateReason {
        /// Born on the same day, and the names are alike.
        SameBirthDateSimilarName,
        /// The same telephone number.
        SamePhone,
        /// The same number with an insurer.
        SameInsuranceNumber,
    }
}

/// In what two records are alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Born on the same day.
    pub same_birth_date: bool,
    /// Names that are equal but for order, marks or a slip of the finger.
    pub similar_name: bool,
    /// Telephone numbers that are equal but for prefixes.
    pub same_phone: bool,
    /// Equal insurance numbers.
    pub same_insurance_number: bool,
}

/// How likely it is one person, and why; none where nothing speaks for it. A name or a birth date
/// alone is shared by too many.
pub fn likelihood(likeness: Likeness) -> Option<(Likelihood, Vec<DuplicateReason>)> {
    let reasons: Vec<DuplicateReason> = [
        (
            likeness.same_birth_date && likeness.similar_name,
            DuplicateReason::SameBirthDateSimilarName,
        ),
        (likeness.same_phone, DuplicateReason::SamePhone),
        (
            likeness.same_insurance_number,
            DuplicateReason::SameInsuranceNumber,
        ),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect();
    let likelihood = match (likeness.same_birth_date, reasons.is_empty()) {
        (_, true) => return None,
        (true, false) => Likelihood::VeryLikely,
        (false, false) => Likelihood::Possible,
    };
    Some((likelihood, reasons))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_likeness_is_decided() {
        use DuplicateReason as R;
        use Likelihood as L;
        let table: [(u8, Option<(L, Vec<R>)>); 16] = [
            (0b0000, None),
            (0b0001, Some((L::Possible, vec![R::SameInsuranceNumber]))),
            (0b0010, Some((L::Possible, vec![R::SamePhone]))),
            (
                0b0011,
                Some((L::Possible, vec![R::SamePhone, R::SameInsuranceNumber])),
            ),
            (0b0100, None),
            (0b0101, Some((L::Possible, vec![R::SameInsuranceNumber]))),
            (0b0110, Some((L::Possible, vec![R::SamePhone]))),
            (
                0b0111,
                Some((L::Possible, vec![R::SamePhone, R::SameInsuranceNumber])),
            ),
            (0b1000, None),
            (0b1001, Some((L::VeryLikely, vec![R::SameInsuranceNumber]))),
            (0b1010, Some((L::VeryLikely, vec![R::SamePhone]))),
            (
                0b1011,
                Some((L::VeryLikely, vec![R::SamePhone, R::SameInsuranceNumber])),
            ),
            (
                0b1100,
                Some((L::VeryLikely, vec![R::SameBirthDateSimilarName])),
            ),
            (
                0b1101,
                Some((
                    L::VeryLikely,
                    vec![R::SameBirthDateSimilarName, R::SameInsuranceNumber],
                )),
            ),
            (
                0b1110,
                Some((
                    L::VeryLikely,
                    vec![R::SameBirthDateSimilarName, R::SamePhone],
                )),
            ),
            (
                0b1111,
                Some((
                    L::VeryLikely,
                    vec![
                        R::SameBirthDateSimilarName,
                        R::SamePhone,
                        R::SameInsuranceNumber,
                    ],
                )),
            ),
        ];
        for (bits, expected) in table {
            let likeness = Likeness {
                same_birth_date: bits & 0b1000 != 0,
                similar_name: bits & 0b0100 != 0,
                same_phone: bits & 0b0010 != 0,
                same_insurance_number: bits & 0b0001 != 0,
            };
            assert_eq!(likelihood(likeness), expected, "{bits:04b}");
        }
    }
}
