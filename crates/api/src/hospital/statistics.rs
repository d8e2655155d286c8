//! A hospital in numbers.

use axum::extract::State;
use cloudcare_domain::id::WardId;
use cloudcare_services::hospital::{DayCount as Day, Statistics, WardOccupancy as WardBeds};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ApiState, Problem, body::PathOf, identity::SignedIn, problem::Problems};

/// A hospital in numbers, counted now from stays and reservations.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalStatistics {
    hospital_name: String,
    total_beds: i64,
    /// Somebody could lie in them now.
    available_beds: i64,
    occupied_beds: i64,
    cleaning_beds: i64,
    closed_beds: i64,
    reserved_beds: i64,
    /// Per cent of all beds; 0 where there are none.
    occupancy_rate: f64,
    doctor_count: i64,
    current_patients: i64,
    patients_without_bed: i64,
    /// Everybody who was ever treated here; a mistake is not a treatment.
    total_patients_treated: i64,
    emergency_services: bool,
    specializations: Vec<String>,
    /// Of in-patients who left within the last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    average_stay_hours: Option<f64>,
    wards: Vec<WardOccupancy>,
    /// The last 30 days on the hospital's calendar, today last.
    days: Vec<DayCount>,
}

/// Beds of one ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardOccupancy {
    ward_id: WardId,
    ward_name: String,
    total: i64,
    occupied: i64,
    reserved: i64,
    cleaning: i64,
    closed: i64,
    free: i64,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayCount {
    day: Date,
    admissions: i64,
    discharges: i64,
    occupied_at_midnight: i64,
}

impl From<WardBeds> for WardOccupancy {
    fn from(w: WardBeds) -> Self {
        Self {
            ward_id: w.ward_id,
            ward_name: w.ward_name,
            total: w.total,
            occupied: w.occupied,
            reserved: w.reserved,
            cleaning: w.cleaning,
            closed: w.closed,
            free: w.free,
        }
    }
}

impl From<Day> for DayCount {
    fn from(d: Day) -> Self {
        Self {
            day: d.day,
            admissions: d.admissions,
            discharges: d.discharges,
            occupied_at_midnight: d.occupied_at_midnight,
        }
    }
}

impl From<Statistics> for HospitalStatistics {
    fn from(s: Statistics) -> Self {
        let sum = |count: fn(&WardBeds) -> i64| s.wards.iter().map(count).sum::<i64>();
        let (total, occupied) = (sum(|w| w.total), sum(|w| w.occupied));
        let per_cent = |part: i64, whole: i64| -> f64 {
            let (Ok(part), Ok(whole)) = (u32::try_from(part), u32::try_from(whole.max(1))) else {
                return 0.0;
            };
            (f64::from(part) * 1_000.0 / f64::from(whole)).round() / 10.0
        };
        Self {
            total_beds: total,
            available_beds: sum(|w| w.free),
            occupied_beds: occupied,
            cleaning_beds: sum(|w| w.cleaning),
            closed_beds: sum(|w| w.closed),
            reserved_beds: sum(|w| w.reserved),
            occupancy_rate: per_cent(occupied, total),
            doctor_count: s.people.doctors,
            current_patients: s.people.patients,
            patients_without_bed: s.people.without_bed,
            total_patients_treated: s.people.treated,
            average_stay_hours: s
                .people
                .average_stay_hours
                .map(|h| (h * 10.0).round() / 10.0),
            hospital_name: s.hospital.profile.name,
            emergency_services: s.hospital.profile.emergency_services,
            specializations: s.hospital.profile.specializations,
            wards: s.wards.into_iter().map(WardOccupancy::from).collect(),
            days: s.days.into_iter().map(DayCount::from).collect(),
        }
    }
}

/// A hospital in numbers
#[utoipa::path(get, path = "/hospitals/{hospital_name}/statistics", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = HospitalStatistics), Problems))]
pub(crate) async fn statistics(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<HospitalStatistics>, Problem> {
    let found = state.services.hospital_statistics(&caller, &name).await?;
    Ok(axum::Json(found.into()))
}
