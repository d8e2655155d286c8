//! The fields of FHIR R4 resources that are read; everything else is passed over.

use serde::Deserialize;
use serde_json::Number;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Coding {
    pub(crate) system: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) display: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Concept {
    pub(crate) coding: Vec<Coding>,
    pub(crate) text: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Identifier {
    pub(crate) system: Option<String>,
    pub(crate) value: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<Concept>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reference {
    pub(crate) reference: Option<String>,
    pub(crate) display: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Period {
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Quantity {
    pub(crate) value: Option<Number>,
    pub(crate) unit: Option<String>,
    pub(crate) code: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Name {
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) family: Option<String>,
    pub(crate) given: Vec<Option<String>>,
    pub(crate) prefix: Vec<Option<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Telecom {
    pub(crate) system: Option<String>,
    pub(crate) value: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Address {
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) line: Vec<Option<String>>,
    pub(crate) city: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) country: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Organization {
    pub(crate) active: Option<bool>,
    pub(crate) identifier: Vec<Identifier>,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<Concept>,
    pub(crate) name: Option<String>,
    pub(crate) telecom: Vec<Telecom>,
    pub(crate) address: Vec<Address>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Qualification {
    pub(crate) code: Concept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Practitioner {
    pub(crate) active: Option<bool>,
    pub(crate) identifier: Vec<Identifier>,
    pub(crate) name: Vec<Name>,
    pub(crate) telecom: Vec<Telecom>,
    pub(crate) gender: Option<String>,
    pub(crate) qualification: Vec<Qualification>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Patient {
    pub(crate) active: Option<bool>,
    pub(crate) name: Vec<Name>,
    pub(crate) telecom: Vec<Telecom>,
    pub(crate) gender: Option<String>,
    pub(crate) birth_date: Option<String>,
    pub(crate) deceased_boolean: Option<bool>,
    pub(crate) deceased_date_time: Option<String>,
    pub(crate) address: Vec<Address>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Participant {
    pub(crate) individual: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Hospitalization {
    pub(crate) discharge_disposition: Concept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Encounter {
    pub(crate) status: Option<String>,
    pub(crate) class: Coding,
    #[serde(rename = "type")]
    pub(crate) kind: Vec<Concept>,
    pub(crate) subject: Reference,
    pub(crate) participant: Vec<Participant>,
    pub(crate) period: Period,
    pub(crate) reason_code: Vec<Concept>,
    pub(crate) hospitalization: Hospitalization,
    pub(crate) service_provider: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Condition {
    pub(crate) verification_status: Concept,
    pub(crate) code: Concept,
    pub(crate) subject: Reference,
    pub(crate) onset_date_time: Option<String>,
    pub(crate) onset_period: Period,
    pub(crate) abatement_date_time: Option<String>,
    pub(crate) abatement_period: Period,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reaction {
    pub(crate) manifestation: Vec<Concept>,
    pub(crate) severity: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct AllergyIntolerance {
    pub(crate) clinical_status: Concept,
    pub(crate) verification_status: Concept,
    pub(crate) category: Vec<String>,
    pub(crate) criticality: Option<String>,
    pub(crate) code: Concept,
    pub(crate) patient: Reference,
    pub(crate) recorded_date: Option<String>,
    pub(crate) reaction: Vec<Reaction>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Contained {
    pub(crate) id: Option<String>,
    pub(crate) code: Concept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Repeat {
    pub(crate) frequency: Option<u32>,
    pub(crate) period: Option<Number>,
    pub(crate) period_unit: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Timing {
    pub(crate) repeat: Repeat,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct DoseAndRate {
    pub(crate) dose_quantity: Quantity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Dosage {
    pub(crate) text: Option<String>,
    pub(crate) timing: Timing,
    pub(crate) as_needed_boolean: Option<bool>,
    pub(crate) dose_and_rate: Vec<DoseAndRate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct MedicationRequest {
    pub(crate) status: Option<String>,
    pub(crate) medication_codeable_concept: Option<Concept>,
    pub(crate) medication_reference: Reference,
    pub(crate) contained: Vec<Contained>,
    pub(crate) subject: Reference,
    pub(crate) authored_on: Option<String>,
    pub(crate) dosage_instruction: Vec<Dosage>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Component {
    pub(crate) code: Concept,
    pub(crate) value_quantity: Option<Quantity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Observation {
    pub(crate) status: Option<String>,
    pub(crate) category: Vec<Concept>,
    pub(crate) code: Concept,
    pub(crate) subject: Reference,
    pub(crate) encounter: Reference,
    pub(crate) effective_date_time: Option<String>,
    pub(crate) effective_instant: Option<String>,
    pub(crate) effective_period: Period,
    pub(crate) value_quantity: Option<Quantity>,
    pub(crate) component: Vec<Component>,
}
