//! Who may do what to whom: the permission table as data, and one function that decides.
//!
//! Every entry point asks [`Actor::may`]; nothing else in the product decides about access.
//! The table is `product.md` R1; the relationship rule on top is H19.

mod actor;
mod permission;

pub use actor::{Actor, Denial, Job, Place, Scope, Subject, UserActor, WorkstationActor};
pub use permission::{Grant, Permission, Role, grant};
