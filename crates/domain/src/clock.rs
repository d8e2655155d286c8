//! Time as a parameter.

use jiff::Timestamp;

/// Tells the time. Ladders and due times use the database's clock instead (safety rule H27).
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}
