//! The client against a small server that speaks the contract: sign-in and refresh, and the event
//! stream over both ways to a server.

mod fake_server;
mod sessions;
mod streams;
