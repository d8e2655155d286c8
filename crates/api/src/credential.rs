//! Cookies for browsers, and comparing secrets.

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use cloudcare_services::sign_in::SignedIn;

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

/// Whether the request came by TLS, as the browser's page or the proxy before us says. Whoever
/// pretends it only keeps their own cookie from being sent without.
pub(crate) fn came_by_tls(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let by_page = text(header::ORIGIN.as_str()).is_some_and(|o| o.starts_with("https://"));
    let by_proxy = text("x-forwarded-proto")
        .and_then(|p| p.split(',').next())
        .is_some_and(|p| p.trim().eq_ignore_ascii_case("https"));
    by_page || by_proxy
}

/// Both cookies of a sign-in: not for scripts, never sent from another site, and where they came by
/// TLS never without.
pub(crate) fn cookies(signed_in: &SignedIn, by_tls: bool) -> [Cookie<'static>; 2] {
    [
        cookie(ACCESS_COOKIE, signed_in.access.token.clone(), by_tls),
        cookie(REFRESH_COOKIE, signed_in.refresh_token.clone(), by_tls),
    ]
}

/// What takes them away.
pub(crate) fn removed(by_tls: bool) -> [Cookie<'static>; 2] {
    [ACCESS_COOKIE, REFRESH_COOKIE].map(|name| {
        let mut gone = cookie(name, String::new(), by_tls);
        gone.make_removal();
        gone
    })
}

fn cookie(name: &'static str, value: String, by_tls: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/api")
        .http_only(true)
        .secure(by_tls)
        .same_site(SameSite::Strict)
        .build()
}
