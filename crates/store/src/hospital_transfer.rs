//! Transfers between hospitals.

use cloudcare_domain::id::AdmissionId;

use crate::{Source, StoreError};

/// Whether a transfer out of this admission is still open.
pub async fn open_from(
    source: &mut impl Source,
    admission: AdmissionId,
) -> Result<bool, StoreError> {
    let open = sqlx::query_scalar!(
        r#"select exists (select from hospital_transfers where from_admission_id = $1
                          and status in ('requested', 'accepted', 'in_transit')) as "open!""#,
        admission.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok(open)
}
