//! Test application, actors and builders; a dev-dependency only.
