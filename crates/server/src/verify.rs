//! Proving the audit record of an installation that is not running, or whose database is elsewhere.

use cloudcare_postgres::{Bundled, Settings};
use cloudcare_services::{
    MasterKey, ServiceError,
    audit::{OutsideCopy, Verification, verify_stopped},
};
use cloudcare_store::Store;

use crate::{OpenError, OpenOptions, master_key};

/// Connections: two parts of the record at once, and one for looking things up.
const CONNECTIONS: u32 = 4;

/// Proves the record of an installation. Nothing is written, and the schema is left as it is.
pub async fn run(options: OpenOptions) -> Result<Verification, OpenError> {
    let (url, bundled) = match &options.database_url {
        Some(url) => (url.clone(), None),
        None => {
            let settings = Settings {
                data_dir: options.data_dir.clone(),
                durability: options.durability,
            };
            let bundled = Bundled::start(settings, |_| ()).await?;
            (bundled.url().to_owned(), Some(bundled))
        }
    };
    let found = verify(&options, &url).await;
    if let Some(bundled) = bundled {
        bundled.stop().await?;
    }
    found
}

async fn verify(options: &OpenOptions, url: &str) -> Result<Verification, OpenError> {
    let bytes = match options.master_key {
        Some(bytes) => bytes,
        None => master_key::from_file(&options.data_dir, false)?,
    };
    let key = MasterKey::from_bytes(&bytes).map_err(ServiceError::from)?;
    let store = Store::open(url, CONNECTIONS)?;
    let found = verify_stopped(&store, &key, &options.audit_dir()).await;
    store.close().await;
    Ok(found?)
}

/// What was found, in lines for a person and for scripts.
pub fn lines(found: &Verification) -> Vec<String> {
    let mut lines = Vec::new();
    match &found.first_bad {
        None => lines.push(format!(
            "the audit record is whole: {} events under {} seals, {} of them too new to be sealed",
            found.events, found.seals, found.unsealed
        )),
        Some(bad) => {
            lines.push(format!(
                "THE AUDIT RECORD IS NOT WHOLE: {} events hold, the next does not",
                found.events
            ));
            let event = bad
                .event_id
                .map_or_else(|| "not known".to_owned(), |id| id.to_string());
            let at = bad.at.map(|at| format!(" of {at}")).unwrap_or_default();
            lines.push(format!(
                "first bad event: {event}{at}, position {}: {} ({})",
                bad.position,
                bad.fault.in_words(),
                bad.fault.as_str()
            ));
            lines.push(
                "keep the database and the folder of the seals as they are, and compare with a backup"
                    .to_owned(),
            );
        }
    }
    lines.push(match found.outside_copy {
        OutsideCopy::UpTo(seal) => {
            format!("compared with the copy outside the database, which knows it up to seal {seal}")
        }
        OutsideCopy::Absent => {
            "there is no copy of the seals outside the database here: what was cut off at the end since the last \
             start of an instance can't be missed"
                .to_owned()
        }
    });
    lines
}
