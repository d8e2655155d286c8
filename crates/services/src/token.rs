//! Access tokens (JWT, Ed25519) and opaque secrets (refresh tokens, station credentials, codes).

use std::sync::RwLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cloudcare_domain::{
    id::{SessionId, UserId},
    session::ACCESS_TOKEN_LIFE,
};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{MasterKey, ServiceError, machine::random_bytes};
use cloudcare_store::session::SigningKeyRow;

/// An access token and how long it lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The JWT.
    pub token: String,
    /// Seconds until it ends.
    pub expires_in: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    sid: Uuid,
    aud: String,
    iat: i64,
    exp: i64,
}

struct Key {
    id: Uuid,
    decoding: DecodingKey,
    encoding: Option<EncodingKey>,
}

/// The keys that sign and verify, newest first.
pub(crate) struct Tokens {
    keys: RwLock<Vec<Key>>,
}

impl Tokens {
    pub(crate) fn new() -> Self {
        Self {
            keys: RwLock::new(Vec::new()),
        }
    }

    /// A new key pair, its private half wrapped.
    pub(crate) fn generate(
        id: Uuid,
        master_key: &MasterKey,
    ) -> Result<SigningKeyRow, ServiceError> {
        let seed = Zeroizing::new(random_bytes::<32>());
        let key = SigningKey::from_bytes(&seed);
        let pkcs8 = key
            .to_pkcs8_der()
            .map_err(|e| ServiceError::internal(e.to_string()))?;
        Ok(SigningKeyRow {
            id,
            public_key: key.verifying_key().to_bytes().to_vec(),
            wrapped_private_key: master_key.wrap(pkcs8.as_bytes()),
            retired: false,
        })
    }

    /// Takes the keys of the database; one that this master key can't open is a fault.
    pub(crate) fn load(
        &self,
        rows: &[SigningKeyRow],
        master_key: &MasterKey,
    ) -> Result<(), ServiceError> {
        let keys = rows
            .iter()
            .map(|row| {
                let encoding = if row.retired {
                    None
                } else {
                    Some(EncodingKey::from_ed_der(
                        &master_key.unwrap(&row.wrapped_private_key)?,
                    ))
                };
                Ok(Key {
                    id: row.id,
                    decoding: DecodingKey::from_ed_der(&row.public_key),
                    encoding,
                })
            })
            .collect::<Result<Vec<_>, ServiceError>>()?;
        *self
            .keys
            .write()
            .map_err(|e| ServiceError::internal(e.to_string()))? = keys;
        Ok(())
    }

    pub(crate) fn issue(
        &self,
        user: UserId,
        session: SessionId,
        audience: Uuid,
        now: Timestamp,
    ) -> Result<AccessToken, ServiceError> {
        let keys = self
            .keys
            .read()
            .map_err(|e| ServiceError::internal(e.to_string()))?;
        let (id, encoding) = keys
            .iter()
            .find_map(|k| k.encoding.as_ref().map(|e| (k.id, e)))
            .ok_or_else(|| ServiceError::internal("no signing key is loaded"))?;
        let expires_in = ACCESS_TOKEN_LIFE.as_secs();
        let claims = Claims {
            sub: user.0,
            sid: session.0,
            aud: audience.to_string(),
            iat: now.as_second(),
            exp: now.as_second() + expires_in,
        };
        let header = Header {
            kid: Some(id.to_string()),
            ..Header::new(Algorithm::EdDSA)
        };
        let token =
            jsonwebtoken::encode(&header, &claims, encoding).map_err(ServiceError::internal)?;
        Ok(AccessToken { token, expires_in })
    }

    /// The session a token speaks for: signed by one of our keys, for this installation, by this
    /// algorithm, and not past its time.
    pub(crate) fn verify(&self, token: &str, audience: Uuid, now: Timestamp) -> Option<SessionId> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let kid: Uuid = header.kid?.parse().ok()?;
        let keys = self.keys.read().ok()?;
        let key = keys.iter().find(|k| k.id == kid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[audience.to_string()]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        // Our own clock decides below, so that tests and this check share one.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation)
            .ok()?
            .claims;
        (claims.exp > now.as_second()).then_some(SessionId(claims.sid))
    }
}

/// A secret of 256 random bits with a prefix that tells what it is, and what the database keeps of it.
pub(crate) struct Secret {
    pub(crate) text: String,
    pub(crate) hash: [u8; 32],
}

/// Prefix of refresh tokens.
pub(crate) const REFRESH_PREFIX: &str = "ccr_";
/// Prefix of sign-ins that wait for a code.
pub(crate) const CHALLENGE_PREFIX: &str = "ccf_";
/// Prefix of one-use links.
pub(crate) const LINK_PREFIX: &str = "ccl_";
/// Prefix of station credentials.
pub(crate) const STATION_PREFIX: &str = "wks_";

impl Secret {
    pub(crate) fn generate(prefix: &str) -> Self {
        let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>()));
        let hash = hash_secret(&text);
        Self { text, hash }
    }
}

/// SHA-256; enough for secrets that are random themselves.
pub(crate) fn hash_secret(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn tokens() -> Tokens {
        let master = MasterKey::from_bytes(&[7; 32]).unwrap();
        let tokens = Tokens::new();
        tokens
            .load(
                &[Tokens::generate(Uuid::from_u128(1), &master).unwrap()],
                &master,
            )
            .unwrap();
        tokens
    }

    const USER: UserId = UserId(Uuid::from_u128(2));
    const SESSION: SessionId = SessionId(Uuid::from_u128(3));
    const HERE: Uuid = Uuid::from_u128(4);

    #[test]
    fn a_token_is_good_here_for_thirty_minutes() {
        let tokens = tokens();
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let token = tokens.issue(USER, SESSION, HERE, now).unwrap().token;
        assert_eq!(tokens.verify(&token, HERE, now), Some(SESSION));
        assert_eq!(
            tokens.verify(&token, HERE, now + 1799.seconds()),
            Some(SESSION)
        );
        assert_eq!(tokens.verify(&token, HERE, now + 1800.seconds()), None);
        assert_eq!(
            tokens.verify(&token, Uuid::from_u128(5), now),
            None,
            "another installation"
        );
    }

    #[test]
    fn f7_forged_tokens_are_refused() {
        let ours = tokens();
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let stranger = tokens().issue(USER, SESSION, HERE, now).unwrap().token;
        assert_eq!(
            ours.verify(&stranger, HERE, now),
            None,
            "signed by a stranger with our key id"
        );

        let good = ours.issue(USER, SESSION, HERE, now).unwrap().token;
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(format!(
            r#"{{"alg":"none","typ":"JWT","kid":"{}"}}"#,
            Uuid::from_u128(1)
        ));
        assert_eq!(
            ours.verify(&format!("{none}.{}.", parts[1]), HERE, now),
            None,
            "alg none"
        );
        let hs = URL_SAFE_NO_PAD.encode(format!(
            r#"{{"alg":"HS256","typ":"JWT","kid":"{}"}}"#,
            Uuid::from_u128(1)
        ));
        assert_eq!(
            ours.verify(&format!("{hs}.{}.{}", parts[1], parts[2]), HERE, now),
            None,
            "alg confusion"
        );
        let later = URL_SAFE_NO_PAD.encode(format!(
            r#"{{"sub":"{USER}","sid":"{SESSION}","aud":"{HERE}","iat":0,"exp":99999999999}}"#
        ));
        assert_eq!(
            ours.verify(&format!("{}.{later}.{}", parts[0], parts[2]), HERE, now),
            None,
            "edited claims"
        );
        for junk in ["", ".", "..", "a.b.c", "eyJ"] {
            assert_eq!(ours.verify(junk, HERE, now), None, "{junk}");
        }
    }
}
