//! CloudCare's domain: types, rules, state machines and the access policy.
//!
//! Nothing here performs I/O, reads a clock or makes an id: time, ids and randomness come in as
//! parameters ([`clock::Clock`], [`id::IdGen`]). One file per noun of `product.md`.

pub mod access;
pub mod account_link;
pub mod address;
pub mod admission;
pub mod affiliation;
pub mod alert;
pub mod allergy;
pub mod audit;
pub mod bed;
pub mod clock;
pub mod code;
pub mod condition;
pub mod consent;
pub mod death;
pub mod doctor;
pub mod event;
pub mod family_contact;
pub mod hospital;
pub mod hospital_transfer;
pub mod id;
pub mod import;
pub mod non_empty;
pub mod observation;
pub mod patient;
pub mod second_factor;
pub mod session;
pub mod timeline;
pub mod user;
pub mod ward;
pub mod wearable;
pub mod workstation;

/// Declares a closed set that is text on the wire and in the database: `snake_case` everywhere.
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
                 serde::Serialize, serde::Deserialize,
                 strum::Display, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// The text on the wire and in the database.
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}
pub(crate) use text_enum;
