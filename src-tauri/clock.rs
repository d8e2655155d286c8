//! This host's one reading of the machine's clock and its one source of randomness.

use jiff::Timestamp;
use rand::TryRng as _;

/// Now, for what the screen shows ("since", "paused until"). Nothing clinical is timed here: the
/// server uses the database's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the desktop's one place that reads the clock"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// `N` bytes from the operating system's random source.
///
/// # Errors
/// When the operating system has none to give.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], std::io::Error> {
    let mut bytes = [0; N];
    rand::rngs::SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(std::io::Error::other)?;
    Ok(bytes)
}
