//! Data that disagree about one person, in words for whoever looks at the board (P8). A board that
//! hid them would show one of two stories as the truth.

use cloudcare_domain::{
    alert::Alert,
    bed::{Bed, ServiceState},
    hospital::Hospital,
    id::WardId,
};
use cloudcare_store::admission::{BoardFacts, Occupancy};
use jiff::{Timestamp, tz::TimeZone};

/// Everything that does not fit together about one stay.
pub(super) fn disagreements(
    ward: WardId,
    hospital: &Hospital,
    stay: &Occupancy,
    bed: Option<&Bed>,
    facts: Option<&BoardFacts>,
    alerts: &[&Alert],
    now: Timestamp,
) -> Vec<String> {
    let zone = TimeZone::get(&hospital.time_zone).unwrap_or(TimeZone::UTC);
    let clock = |at: Timestamp| {
        let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
        let pattern = if then.date() == today.date() {
            "%H:%M"
        } else {
            "%d.%m. %H:%M"
        };
        then.strftime(pattern).to_string()
    };
    let mut found = Vec::new();
    if let Some(at) = stay.discharged_at {
        found.push(format!("left {}, bed not freed", clock(at)));
    }
    if let Some(at) = facts.and_then(|f| f.died_at) {
        found.push(format!("died {}, not discharged", clock(at)));
    }
    if stay.open_admissions > 1 {
        found.push(format!("{} open stays", words(stay.open_admissions)));
    }
    if let Some(bed) = bed {
        match &stay.ward {
            Some((id, name)) if *id != bed.ward_id => {
                found.push(format!("belongs to {name}, lies in bed {}", bed.label));
            }
            None => found.push(format!("belongs to no ward, lies in bed {}", bed.label)),
            Some(_) => {}
        }
        match bed.service_state {
            ServiceState::Closed => found.push("the bed is out of use".to_owned()),
            ServiceState::Cleaning => found.push("the bed is marked for cleaning".to_owned()),
            ServiceState::InService => {}
        }
        let lacking = stay.needs.lacking(&bed.capabilities);
        if !lacking.is_empty() {
            let words = lacking.join(", ").replace('_', " ");
            found.push(format!("needs {words}, the place lacks it"));
        }
    } else if stay.bed_id.is_some() && stay.ward.as_ref().is_some_and(|w| w.0 == ward) {
        found.push("lies in a bed of another ward".to_owned());
    }
    for alert in alerts {
        let same_ward = alert.ward.as_ref().map(|w| w.0) == stay.ward.as_ref().map(|w| w.0);
        let same_bed = alert.bed.as_ref().map(|b| b.0) == stay.bed_id;
        if !same_ward || !same_bed {
            found.push(format!("alert place differs: {}", alert.place));
        }
    }
    found
}

fn words(n: i64) -> String {
    match n {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        n => n.to_string(),
    }
}
