//! Use cases: check, load, decide, write, audit, commit.
