//! The way to a CloudCare server: raw requests, user tokens, and an event stream that survives
//! lost connections.
//!
//! Nothing here knows whether the server is another machine or a router in this process: everything
//! is written against [`Call`], which [`Server`] (HTTPS) implements here and the desktop's backend
//! implements over its own router. So the alarm path is the same code in both.

mod call;
mod error;
mod problem;
mod server;
mod session;
mod stream;
mod tokens;

pub use call::{Body, Call, collect, expect_success, get_json, send_json};
pub use error::ClientError;
pub use problem::Problem;
pub use server::Server;
pub use session::{Credential, Session, Standing, StationCredential};
pub use stream::{Lost, StreamEvent, StreamItem, StreamOptions, open_stream};
pub use tokens::{Secret, Tokens};
