//! Cookies for browsers, and comparing secrets.

use axum_extra::extract::cookie::{Cookie, SameSite};
use cloudcare_services::session::SignedIn;

/// Carries the access token where a browser can't keep it itself.
pub(crate) const ACCESS_COOKIE: &str = "cloudcare_access";
/// Carries the refresh token.
pub(crate) const REFRESH_COOKIE: &str = "cloudcare_refresh";

/// Compares without telling by time how much was right.
pub(crate) fn is_same(given: &str, wanted: &str) -> bool {
    use sha2::{Digest, Sha256};
    // Digests of equal length; comparing them leaks nothing about the secret.
    !wanted.is_empty() && Sha256::digest(given.as_bytes()) == Sha256::digest(wanted.as_bytes())
}

/// Both cookies of a sign-in: not for scripts, and never sent from another site.
pub(crate) fn cookies(signed_in: &SignedIn) -> [Cookie<'static>; 2] {
    [
        cookie(ACCESS_COOKIE, signed_in.access.token.clone(), "/api"),
        cookie(REFRESH_COOKIE, signed_in.refresh_token.clone(), "/api"),
    ]
}

/// What takes them away.
pub(crate) fn removed() -> [Cookie<'static>; 2] {
    [ACCESS_COOKIE, REFRESH_COOKIE].map(|name| {
        let mut gone = cookie(name, String::new(), "/api");
        gone.make_removal();
        gone
    })
}

fn cookie(name: &'static str, value: String, path: &'static str) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Strict)
        .build()
}
