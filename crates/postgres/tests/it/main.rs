//! The bundled PostgreSQL as its user meets it: real servers over real folders, killed and damaged for real.

mod crash;
mod damage;
mod machine;
mod start;
