//! The application under test: the real router over the real services and a real PostgreSQL, one
//! database a test.

mod app;
mod cluster;
mod stream;

pub use app::{Answer, Client, TestApp};
pub use cluster::rows;
pub use stream::{Frame, Stream};
