//! The signed-in user on this station. The tokens stay in this process; the webview learns only
//! whether somebody is signed in.

use cloudcare_client::{ClientError, Problem, Secret, Session, Standing, StationCredential};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    backend::Backend,
    keychain::{Entry, Keychain},
};

/// What the webview asks for.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SessionAction {
    SignIn { email: String, password: String },
    SignOut,
    Resume,
}

/// What it gets.
#[derive(Debug, Serialize)]
pub(crate) struct SessionAnswer {
    pub signed_in: bool,
    /// Whether the next start of the program finds the session again.
    pub remembered: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// The session of one connection, with its memory in the keychain.
#[derive(Clone)]
pub(crate) struct StationSession {
    session: Session<Backend>,
    station: StationCredential,
    keychain: Keychain,
    installation: String,
    /// Whether the newest refresh token is in the keychain.
    remembered: watch::Receiver<bool>,
}

impl StationSession {
    /// Nobody signed in. The second part keeps the keychain in step; run it as long as the session.
    pub(crate) fn new(
        backend: Backend,
        station: StationCredential,
        keychain: Keychain,
        installation: String,
    ) -> (StationSession, impl Future<Output = ()> + Send + 'static) {
        let session = Session::new(backend);
        let (memory, remembered) = watch::channel(false);
        let keeping = keep(
            session.standing(),
            memory,
            keychain.clone(),
            installation.clone(),
        );
        (
            StationSession {
                session,
                station,
                keychain,
                installation,
                remembered,
            },
            keeping,
        )
    }

    pub(crate) fn session(&self) -> &Session<Backend> {
        &self.session
    }

    pub(crate) async fn act(&self, action: SessionAction) -> SessionAnswer {
        let done = match action {
            SessionAction::SignIn { email, password } => {
                self.session
                    .sign_in(&email, &password, Some(self.station.secret()))
                    .await
            }
            SessionAction::SignOut => self.session.sign_out().await,
            SessionAction::Resume => self.resume().await,
        };
        let signed_in = self.session.is_signed_in();
        let remembered = signed_in && self.is_remembered().await;
        SessionAnswer {
            signed_in,
            remembered,
            problem: done.err().and_then(problem),
        }
    }

    async fn resume(&self) -> Result<(), ClientError> {
        if self.session.is_signed_in() {
            return Ok(());
        }
        match self.keychain.get(&self.installation, Entry::Refresh).await {
            Ok(Some(token)) => match self.session.resume(token).await {
                Err(error) if error.is_unauthorised() => {
                    self.forget().await;
                    // Expired overnight: an ordinary sign-in screen, not an error.
                    Ok(())
                }
                other => other,
            },
            // Nothing to resume from: the sign-in screen says nothing about it.
            Ok(None) | Err(_) => Ok(()),
        }
    }

    async fn forget(&self) {
        if let Err(error) = self
            .keychain
            .delete(&self.installation, Entry::Refresh)
            .await
        {
            tracing::warn!(%error, "an ended session could not be removed from the keychain");
        }
    }

    /// Waits until the keychain has the newest token, or could not take it.
    async fn is_remembered(&self) -> bool {
        let mut remembered = self.remembered.clone();
        let settled = async { remembered.wait_for(|remembered| *remembered).await.is_ok() };
        tokio::time::timeout(std::time::Duration::from_secs(1), settled)
            .await
            .unwrap_or(false)
    }
}

/// Writes each new refresh token to the keychain and removes it with the session.
async fn keep(
    mut standing: watch::Receiver<Standing>,
    memory: watch::Sender<bool>,
    keychain: Keychain,
    installation: String,
) {
    let mut kept: Option<Secret> = None;
    while standing.changed().await.is_ok() {
        let Standing {
            signed_in,
            refresh_token,
        } = standing.borrow_and_update().clone();
        if kept == refresh_token && signed_in {
            continue;
        }
        let done = match &refresh_token {
            Some(token) => keychain.set(&installation, Entry::Refresh, token).await,
            None => keychain.delete(&installation, Entry::Refresh).await,
        };
        memory.send_replace(done.is_ok() && refresh_token.is_some());
        kept = refresh_token;
    }
}

/// The refusal for the webview. Signing out without a link is done all the same.
fn problem(error: ClientError) -> Option<Problem> {
    match error {
        ClientError::Refused(problem) => Some(*problem),
        ClientError::SignedOut => None,
        other => Some(
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Link lost",
                other.to_string(),
            )
            .with("code", "link_lost"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use axum::{Json, Router, routing::post};
    use serde_json::json;

    use super::*;

    fn backend() -> Backend {
        let tokens = json!({"access_token": "a", "token_type": "Bearer", "expires_in": 1800, "refresh_token": "r"});
        let login = post(
            move |headers: http::HeaderMap, Json(body): Json<serde_json::Value>| async move {
                if body["password"] == "right" && headers["x-cloudcare-workstation"] == "wks_1" {
                    (http::StatusCode::OK, Json(tokens))
                } else {
                    (
                        http::StatusCode::UNAUTHORIZED,
                        Json(
                            json!({"title": "No", "status": 401, "detail": "Email or password is wrong."}),
                        ),
                    )
                }
            },
        );
        Backend::InProcess(Router::new().route("/api/auth/login", login).route(
            "/api/auth/logout",
            post(|| async { http::StatusCode::NO_CONTENT }),
        ))
    }

    #[tokio::test]
    async fn signing_in_without_a_keychain_works_and_is_not_remembered() {
        let station = StationCredential::new(Secret::new("wks_1"));
        let (session, keeping) =
            StationSession::new(backend(), station, Keychain::out_of_reach(), "i".into());
        let _keeping = tokio_util::task::AbortOnDropHandle::new(tokio::spawn(keeping));
        let wrong = session
            .act(SessionAction::SignIn {
                email: "n@d".into(),
                password: "wrong".into(),
            })
            .await;
        assert!(!wrong.signed_in);
        assert_eq!(
            wrong.problem.expect("words").detail,
            "Email or password is wrong."
        );
        let right = session
            .act(SessionAction::SignIn {
                email: "n@d".into(),
                password: "right".into(),
            })
            .await;
        assert!(right.signed_in && !right.remembered && right.problem.is_none());
        let out = session.act(SessionAction::SignOut).await;
        assert!(!out.signed_in && out.problem.is_none());
        let resumed = session.act(SessionAction::Resume).await;
        assert!(!resumed.signed_in && resumed.problem.is_none());
    }
}
