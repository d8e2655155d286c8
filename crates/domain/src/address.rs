//! Postal addresses.

use serde::{Deserialize, Serialize};

/// An address as people write one; every line may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    /// Flat, building, care of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Country, by name or code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Longest line, in characters.
pub const MAX_LINE: usize = 200;

impl Address {
    /// From what the database holds; fields of other programs are not looked at.
    pub fn from_database(value: &serde_json::Value) -> Option<Self> {
        let line = |name: &str| value.get(name)?.as_str().map(str::to_owned);
        Self {
            line1: line("line1"),
            line2: line("line2"),
            city: line("city"),
            postal_code: line("postal_code"),
            country: line("country"),
        }
        .tidied()
    }

    /// Without spaces around the lines and without empty lines; nothing where no line is left.
    pub fn tidied(self) -> Option<Self> {
        let tidy = |line: Option<String>| {
            line.map(|l| l.trim().to_owned())
                .filter(|line| !line.is_empty())
        };
        let address = Self {
            line1: tidy(self.line1),
            line2: tidy(self.line2),
            city: tidy(self.city),
            postal_code: tidy(self.postal_code),
            country: tidy(self.country),
        };
        (address != Self::default()).then_some(address)
    }

    /// Whether every line is short enough to be one.
    pub fn fits(&self) -> bool {
        [
            &self.line1,
            &self.line2,
            &self.city,
            &self.postal_code,
            &self.country,
        ]
        .into_iter()
        .flatten()
        .all(|line| line.chars().count() <= MAX_LINE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_blanks_is_none() {
        let blank = Address {
            line1: Some("  ".to_owned()),
            ..Address::default()
        };
        assert_eq!(blank.tidied(), None);
        let short = Address {
            city: Some(" Oslo ".to_owned()),
            ..Address::default()
        };
        assert_eq!(short.tidied().unwrap().city.as_deref(), Some("Oslo"));
    }
}
