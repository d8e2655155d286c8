//! All SQL of CloudCare, and only SQL.
//!
//! One file per noun. Reads take any [`Source`]; writes take a [`UnitOfWork`], whose only `commit`
//! wants the audit events, so that an unrecorded write does not compile. Rows become domain types
//! here; a row that does not is a [`StoreError::Inconsistent`].

pub mod account_link;
pub mod admission;
pub mod affiliation;
pub mod alert;
pub mod allergy;
pub mod audit;
pub mod bed;
pub mod condition;
mod connection;
pub mod consent;
pub mod creation;
pub mod death;
pub mod demo;
pub mod department;
pub mod doctor;
mod error;
pub mod event_log;
pub mod family_contact;
pub mod hospital;
pub mod hospital_transfer;
pub mod import;
pub mod installation;
pub mod patient;
pub mod second_factor;
pub mod session;
pub mod sign_in_brake;
pub mod statistics;
pub mod stay;
pub mod timeline;
mod unit_of_work;
pub mod user;
pub mod ward;
pub mod wearable;
pub mod workstation;

pub use connection::{Listener, Reader, Source, Store};
pub use error::StoreError;
pub use unit_of_work::{Origin, UnitOfWork};

pub(crate) use error::{affected, parse};
