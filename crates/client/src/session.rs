//! A user's session: who is signed in, and a token that is fresh whenever one is asked for.

use std::{future::Future, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use tokio::{
    sync::{Mutex, watch},
    time::Instant,
};

use crate::{Body, Call, ClientError, Secret, Tokens, tokens};

/// Whoever a request or a stream speaks for.
pub trait Credential: Clone + Send + Sync + 'static {
    /// A bearer believed to be good.
    fn bearer(&self) -> impl Future<Output = Result<Secret, ClientError>> + Send;
    /// Another bearer after the server refused `stale`; an error when there is none.
    fn renew(&self, stale: &Secret) -> impl Future<Output = Result<Secret, ClientError>> + Send;
}

/// A station's long-lived credential. There is nothing to renew: refused means revoked.
#[derive(Clone, Debug)]
pub struct StationCredential(Arc<Secret>);

impl StationCredential {
    /// Wraps the credential that enrolment gave.
    pub fn new(credential: Secret) -> StationCredential {
        StationCredential(Arc::new(credential))
    }

    /// The credential, for the header that binds a sign-in to this station.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl Credential for StationCredential {
    async fn bearer(&self) -> Result<Secret, ClientError> {
        Ok((*self.0).clone())
    }

    async fn renew(&self, _stale: &Secret) -> Result<Secret, ClientError> {
        Err(ClientError::SignedOut)
    }
}

#[derive(Debug)]
struct Held {
    access: Secret,
    refresh: Option<Secret>,
    /// Before this instant the access token is used as it is.
    fresh_until: Instant,
}

impl Held {
    fn new(tokens: Tokens) -> Held {
        // Renewed a tenth of its life early (at least 5 s): a request that starts with a token must
        // not find it expired on arrival.
        let life = Duration::from_secs(tokens.expires_in);
        let early = (life / 10).max(Duration::from_secs(5)).min(life / 2);
        Held {
            access: tokens.access_token,
            refresh: tokens.refresh_token,
            fresh_until: Instant::now() + life.saturating_sub(early),
        }
    }
}

/// The signed-in user of this program, if any. Cheap to clone; all clones are one session.
#[derive(Clone, Debug)]
pub struct Session<C> {
    call: C,
    /// Held across a refresh on purpose: whoever comes second waits and finds the new token, so one
    /// refresh token is never sent twice.
    held: Arc<Mutex<Option<Held>>>,
    /// Readable without waiting for a refresh that is under way.
    standing: Arc<watch::Sender<Standing>>,
}

/// Whether somebody is signed in, and what to remember over a restart.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// Somebody is signed in.
    pub signed_in: bool,
    /// The newest refresh token. It changes with every refresh: the one before is spent.
    pub refresh_token: Option<Secret>,
}

impl<C: Call> Session<C> {
    /// Nobody signed in yet.
    pub fn new(call: C) -> Session<C> {
        Session {
            call,
            held: Arc::default(),
            standing: Arc::default(),
        }
    }

    /// Follows who is signed in, for whoever remembers the refresh token over a restart.
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.standing.borrow().signed_in
    }

    /// Signs in, replacing whoever was. `workstation` binds the session to this station.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        workstation: Option<&Secret>,
    ) -> Result<(), ClientError> {
        let mut held = self.held.lock().await;
        let tokens = tokens::login(&self.call, email, password, workstation).await?;
        self.hold(&mut held, tokens);
        Ok(())
    }

    /// Continues an earlier session from its refresh token.
    pub async fn resume(&self, refresh_token: Secret) -> Result<(), ClientError> {
        let mut held = self.held.lock().await;
        let tokens = tokens::refresh(&self.call, &refresh_token).await?;
        self.hold(&mut held, tokens);
        Ok(())
    }

    /// Forgets the user here first, then tells the server. An unreachable server is no reason to
    /// stay signed in; its error is returned so that the user can be told.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        let access = self.held.lock().await.take().map(|held| held.access);
        self.standing.send_replace(Standing::default());
        match access {
            Some(access) => tokens::logout(&self.call, &access).await,
            None => Ok(()),
        }
    }

    /// Sends a user's request: with a fresh token, once more with another one if the first was
    /// refused, [`ClientError::SignedOut`] when nobody is signed in.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, ClientError> {
        let bearer = self.bearer().await?;
        let response = self.call.call(authorised(&request, &bearer)?).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(response);
        }
        match self.renew(&bearer).await {
            Ok(bearer) => self.call.call(authorised(&request, &bearer)?).await,
            // The refusal itself says why (session ended, account disabled): show that.
            Err(ClientError::SignedOut) => Ok(response),
            Err(error) => Err(error),
        }
    }

    fn hold(&self, held: &mut Option<Held>, tokens: Tokens) {
        let now = Held::new(tokens);
        self.standing.send_replace(Standing {
            signed_in: true,
            refresh_token: now.refresh.clone(),
        });
        *held = Some(now);
    }

    fn forget(&self, held: &mut Option<Held>) {
        *held = None;
        self.standing.send_replace(Standing::default());
    }

    async fn refresh(&self, held: &mut Option<Held>) -> Result<Secret, ClientError> {
        let Some(token) = held.as_ref().and_then(|held| held.refresh.clone()) else {
            self.forget(held);
            return Err(ClientError::SignedOut);
        };
        match tokens::refresh(&self.call, &token).await {
            Ok(tokens) => {
                let access = tokens.access_token.clone();
                self.hold(held, tokens);
                Ok(access)
            }
            Err(error) if error.is_unauthorised() => {
                self.forget(held);
                Err(ClientError::SignedOut)
            }
            // The link is down: the session may well be alive on the other side.
            Err(error) => Err(error),
        }
    }
}

impl<C: Call> Credential for Session<C> {
    async fn bearer(&self) -> Result<Secret, ClientError> {
        let mut held = self.held.lock().await;
        match held.as_ref() {
            None => Err(ClientError::SignedOut),
            Some(now) if Instant::now() < now.fresh_until => Ok(now.access.clone()),
            Some(_) => self.refresh(&mut held).await,
        }
    }

    async fn renew(&self, stale: &Secret) -> Result<Secret, ClientError> {
        let mut held = self.held.lock().await;
        match held.as_ref() {
            None => Err(ClientError::SignedOut),
            // Somebody else has renewed it in the meantime.
            Some(now) if now.access != *stale => Ok(now.access.clone()),
            Some(_) => self.refresh(&mut held).await,
        }
    }
}

/// A copy of the request with the bearer on it.
pub(crate) fn authorised(
    request: &Request<Bytes>,
    bearer: &Secret,
) -> Result<Request<Bytes>, ClientError> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", bearer.reveal())).map_err(|_| {
        ClientError::Unexpected("the token holds characters no token has".to_owned())
    })?;
    value.set_sensitive(true);
    let mut copy = Request::new(request.body().clone());
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(copy)
}
