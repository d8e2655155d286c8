//! Pure types, rules and state machines; no I/O.
