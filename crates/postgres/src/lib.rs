//! The bundled PostgreSQL: find, initialise, start, stop.
