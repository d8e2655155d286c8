//! What can go wrong on the way to a server, in words a user can act on.

use crate::Problem;

/// A request that did not come back with success. The words never hold patient data, addresses'
/// query strings or credentials.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Not an address, or one with parts that have no place in it.
    #[error(
        "“{0}” is not the address of a server. It looks like https://cloudcare.hospital.example"
    )]
    NotAnAddress(String),
    /// Plain http to another machine: passwords and patients would travel in the clear.
    #[error(
        "{0} is reached without encryption. Plain http is accepted for this computer only; use the https address of the server."
    )]
    Insecure(String),
    /// The TLS side of this process could not be set up.
    #[error("The encrypted connection could not be prepared: {0}")]
    Tls(String),
    /// The server's certificate is not one this computer trusts: nothing was sent.
    #[error(
        "This computer does not trust the server's certificate ({0}). Check the address; if it is right, have the hospital's certificate authority installed on this computer."
    )]
    Untrusted(String),
    /// No connection: nothing was sent.
    #[error("The server can't be reached: {0}")]
    Unreachable(String),
    /// The request went out and no answer came: it may or may not have taken effect.
    #[error("The server did not answer within {0} seconds.")]
    NoAnswer(u64),
    /// The connection broke in the middle of an answer.
    #[error("The connection to the server broke: {0}")]
    Broken(String),
    /// The server answered no.
    #[error("{}", .0.words())]
    Refused(Box<Problem>),
    /// An answer that no CloudCare server gives.
    #[error("The server's answer could not be read: {0}")]
    Unexpected(String),
    /// An answer larger than this program accepts.
    #[error("The server's answer is larger than {0} MB.")]
    TooLarge(usize),
    /// A user's request while nobody is signed in.
    #[error("Nobody is signed in.")]
    SignedOut,
}

impl ClientError {
    /// Whether the request certainly had no effect because it never left. `false` for an answer
    /// that got lost: what it asked for may have happened.
    pub fn nothing_was_sent(&self) -> bool {
        matches!(
            self,
            ClientError::Unreachable(_)
                | ClientError::Untrusted(_)
                | ClientError::SignedOut
                | ClientError::NotAnAddress(_)
                | ClientError::Insecure(_)
                | ClientError::Tls(_)
        )
    }

    /// The refusal's HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            ClientError::Refused(problem) => Some(problem.status),
            _ => None,
        }
    }

    /// Whether the server did not accept who is asking.
    pub fn is_unauthorised(&self) -> bool {
        matches!(self, ClientError::SignedOut) || matches!(self.status(), Some(401 | 403))
    }
}
