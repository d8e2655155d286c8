//! What happened to some people of the demo before they came to it: the Synthea bundles of
//! `data/synthea`, carried in the program and imported as any other system's would be.

use std::{borrow::Cow, path::Path};

use cloudcare_services::{
    Services,
    import::{DEFAULT_SOURCE, ImportOptions},
};
use rust_embed::RustEmbed;

use crate::{
    OpenError,
    import::{self, BundleSource},
};

/// The folder, its licence too.
#[derive(RustEmbed)]
#[folder = "../../data/synthea"]
struct Synthea;

/// A patient's bundle is called by the patient's name and id. It tells of the hospitals and doctors
/// it needs itself: the lists of all others would only fill the demo's.
fn is_of_a_patient(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "json") && name.contains('_')
}

/// Reads them into a demo that lacks them.
pub(crate) async fn load(services: &Services) -> Result<(), OpenError> {
    if !services.demo_lacks_histories().await? {
        return Ok(());
    }
    let mut bundles: Vec<BundleSource> = Synthea::iter()
        .filter(|name| is_of_a_patient(name))
        .filter_map(|name| {
            let json = match Synthea::get(&name)?.data {
                Cow::Borrowed(json) => json,
                Cow::Owned(json) => json.leak(),
            };
            let name = name.into_owned();
            Some(BundleSource::Embedded { name, json })
        })
        .collect();
    bundles.sort();
    let options = ImportOptions {
        source: DEFAULT_SOURCE.to_owned(),
        ..ImportOptions::default()
    };
    let report = import::run(services, options, bundles, false).await?;
    for (bundle, why) in &report.broken {
        tracing::error!(%bundle, why, "a bundle of the demo was not taken");
    }
    Ok(())
}
