//! What keeps a station from listening, in words for the person in front of it.

use cloudcare_client::ClientError;

use crate::{credentials::CredentialError, folder::FolderError, local::LocalError};

/// Why the station is not listening. The words are for the user.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StationError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Credential(#[from] CredentialError),
    #[error(transparent)]
    Local(#[from] LocalError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(
        "This station's credential can't be read from the keychain, or it was never enrolled. Ask an administrator for an enrolment code and choose the server again."
    )]
    NotEnrolled,
    #[error(
        "The server no longer accepts this station: {0} Ask an administrator for an enrolment code and choose the server again."
    )]
    Revoked(String),
    #[error("CloudCare is starting already.")]
    Busy,
    #[error(
        "This station is in use already. To choose again, quit CloudCare and move the file station.json out of its data folder."
    )]
    Chosen,
}
