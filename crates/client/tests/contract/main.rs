//! The client against a small server that speaks the contract: sign-in and refresh, and the event
//! stream over both ways to a server.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking, in helpers too"
)]

mod fake_server;
mod sessions;
mod streams;
