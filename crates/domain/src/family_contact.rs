//! Somebody to call for a patient.

use crate::{id::FamilyContactId, patient::is_email};

/// What is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFamilyContact {
    /// Name.
    pub name: String,
    /// For example `daughter`.
    pub relationship: String,
    /// Telephone number.
    pub contact: String,
    /// E-mail.
    pub email: Option<String>,
    /// Called first; one at most per patient.
    pub is_primary: bool,
    /// Called in an emergency.
    pub is_emergency_contact: bool,
}

/// A family contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyContact {
    /// Id.
    pub id: FamilyContactId,
    /// Who.
    pub person: NewFamilyContact,
    /// Version.
    pub version: i32,
}

impl NewFamilyContact {
    /// Without spaces around texts; an empty e-mail is none.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            name: self.name.trim().to_owned(),
            relationship: self.relationship.trim().to_owned(),
            contact: self.contact.trim().to_owned(),
            email: self
                .email
                .map(|e| e.trim().to_owned())
                .filter(|email| !email.is_empty()),
            ..self
        }
    }

    /// Every field that can't be taken, with what would be right.
    pub fn troubles(&self) -> Vec<(&'static str, &'static str)> {
        let mut troubles = Vec::new();
        for (field, text, most, words) in [
            ("name", &self.name, 200, "1 to 200 characters"),
            (
                "relationship",
                &self.relationship,
                100,
                "1 to 100 characters, for example daughter",
            ),
            (
                "contact",
                &self.contact,
                100,
                "a telephone number, 1 to 100 characters",
            ),
        ] {
            if !(1..=most).contains(&text.chars().count()) {
                troubles.push((field, words));
            }
        }
        if self.email.as_ref().is_some_and(|e| !is_email(e)) {
            troubles.push(("email", "an e-mail address, for example ada@example.org"));
        }
        troubles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_checked_at_once() {
        let nobody = NewFamilyContact {
            name: " ".to_owned(),
            relationship: String::new(),
            contact: "x".repeat(101),
            email: Some("nowhere".to_owned()),
            is_primary: true,
            is_emergency_contact: false,
        };
        let fields: Vec<&str> = nobody
            .tidied()
            .troubles()
            .into_iter()
            .map(|t| t.0)
            .collect();
        assert_eq!(fields, ["name", "relationship", "contact", "email"]);
    }
}
