//! The keys of the record, each for one purpose, all from the master key: who holds the database
//! without it can change the record, and can't make the change fit.

use std::fmt;

use cloudcare_store::audit::{
    raw::{Place, RawEvent},
    seal::Seal,
};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

type HmacSha256 = Hmac<Sha256>;

/// Bytes of a keyed hash.
pub(crate) const MAC: usize = 32;
/// Bytes SHA-256 takes at once.
const BLOCK: usize = 64;

/// Derived once (HKDF-SHA-256, RFC 5869); a keyed hash then costs no key schedule.
#[derive(Clone)]
pub(crate) struct RecordKeys {
    written: HmacSha256,
    event: HmacSha256,
    seal: HmacSha256,
    aside: HmacSha256,
    id: [u8; 8],
}

impl RecordKeys {
    /// From the master key's bytes.
    pub(crate) fn derive(master_key: &[u8; 32]) -> Self {
        let derived = Hkdf::<Sha256>::new(None, master_key);
        let key = |purpose: &str| {
            let mut bytes = Zeroizing::new([0; MAC]);
            // Fails only beyond 255 times the hash's length.
            let _ = derived.expand(purpose.as_bytes(), bytes.as_mut_slice());
            bytes
        };
        let hmac = |purpose: &str| {
            // HMAC fills a key that is shorter than a block up with zeros.
            let mut block = Zeroizing::new([0; BLOCK]);
            block[..MAC].copy_from_slice(&*key(purpose));
            HmacSha256::new(&(*block).into())
        };
        let mut id = [0; 8];
        id.copy_from_slice(&key("cloudcare record: id of the key")[..8]);
        Self {
            written: hmac("cloudcare record: written by the application"),
            event: hmac("cloudcare record: event in its place"),
            seal: hmac("cloudcare record: seal"),
            aside: hmac("cloudcare record: outside the database"),
            id,
        }
    }

    /// Tells one master key's seals from another's, and nothing about either.
    pub(crate) fn id(&self) -> &[u8; 8] {
        &self.id
    }

    /// Proof of what the application wrote.
    pub(crate) fn written(&self, form: &[u8]) -> [u8; MAC] {
        digest(&self.written, &[form])
    }

    /// Whether the application wrote this event, as far as that can be told from it alone.
    pub(crate) fn is_written_by_us(&self, event: &RawEvent) -> bool {
        match (event.written_form(), event.written_mac()) {
            (Some(form), Some(mac)) => {
                let mut keyed = self.written.clone();
                keyed.update(&form);
                keyed.verify_slice(mac).is_ok()
            }
            _ => false,
        }
    }

    /// An event's tag: its position and every byte of it.
    pub(crate) fn tag(&self, position: i64, event: &RawEvent) -> [u8; MAC] {
        digest(&self.event, &[&position.to_be_bytes(), event.bytes()])
    }

    /// A seal's own hash, over everything in it and the seal before.
    pub(crate) fn seal(&self, seal: &Seal) -> [u8; MAC] {
        let mut keyed = self.seal.clone();
        let Place { era, xid, id } = seal.last;
        keyed.update(&seal.previous_mac);
        keyed.update(&seal.block.to_be_bytes());
        keyed.update(&seal.first_position.to_be_bytes());
        keyed.update(&era.to_be_bytes());
        keyed.update(&xid.to_be_bytes());
        keyed.update(id.as_bytes());
        keyed.update(&seal.format.to_be_bytes());
        keyed.update(&seal.sealed_at.as_microsecond().to_be_bytes());
        keyed.update(&count(seal.key_id.len()));
        keyed.update(&seal.key_id);
        keyed.update(&count(seal.unproven.len()));
        for index in &seal.unproven {
            keyed.update(&index.to_be_bytes());
        }
        keyed.update(&count(seal.event_ids.len()));
        for id in &seal.event_ids {
            keyed.update(id.as_bytes());
        }
        keyed.update(&seal.tags);
        keyed.finalize().into_bytes().into()
    }

    /// Of what is kept in files beside the database.
    pub(crate) fn aside(&self, bytes: &[u8]) -> [u8; MAC] {
        digest(&self.aside, &[bytes])
    }
}

fn count(n: usize) -> [u8; 8] {
    u64::try_from(n).unwrap_or(u64::MAX).to_be_bytes()
}

fn digest(key: &HmacSha256, parts: &[&[u8]]) -> [u8; MAC] {
    let mut keyed = key.clone();
    for part in parts {
        keyed.update(part);
    }
    keyed.finalize().into_bytes().into()
}

impl fmt::Debug for RecordKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordKeys(..)")
    }
}
