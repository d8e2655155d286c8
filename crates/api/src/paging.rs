//! Lists: `skip`, `limit`, and how many there are.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::Problem;

const MAX_LIMIT: i64 = 500;
const DEFAULT_LIMIT: i64 = 100;
/// Counted exactly up to here; beyond, the header is left out.
const COUNTED_TO: usize = 1_000;

/// Which part of a list.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// How many to pass over; 0 or more.
    skip: Option<i64>,
    /// How many at most; 1 to 500, 100 where absent.
    limit: Option<i64>,
}

impl Page {
    /// From the fields of a query that holds more than a page.
    pub(crate) fn new(skip: Option<i64>, limit: Option<i64>) -> Self {
        Self { skip, limit }
    }

    pub(crate) fn checked(self) -> Result<(i64, i64), Problem> {
        let skip = self.skip.unwrap_or(0);
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if skip < 0 {
            return Err(Problem::field(
                StatusCode::UNPROCESSABLE_ENTITY,
                "skip",
                "0 or more",
            ));
        }
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Problem::field(
                StatusCode::UNPROCESSABLE_ENTITY,
                "limit",
                "1 to 500",
            ));
        }
        Ok((skip, limit))
    }
}

/// `X-Total-Count`, where it is exact.
pub(crate) fn total(count: usize) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if count <= COUNTED_TO {
        headers.insert(
            HeaderName::from_static("x-total-count"),
            HeaderValue::from(count),
        );
    }
    headers
}

/// Where the next page of a list in order of time begins, for its `after`.
pub(crate) fn place(at: Timestamp, id: Uuid) -> String {
    format!("{}~{id}", at.as_microsecond())
}

/// Reads what [`place`] wrote.
pub(crate) fn after(text: Option<&str>) -> Result<Option<(Timestamp, Uuid)>, Problem> {
    let Some(text) = text else { return Ok(None) };
    text.split_once('~')
        .and_then(|(at, id)| {
            let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
            // The database's calendar is shorter than the clock's.
            let is_kept = at >= Timestamp::UNIX_EPOCH;
            Some((at, id.parse().ok()?)).filter(|_| is_kept)
        })
        .map(Some)
        .ok_or_else(|| {
            Problem::field(
                StatusCode::UNPROCESSABLE_ENTITY,
                "after",
                "take it from the Link of the page before",
            )
        })
}

/// `Link: …; rel="next"`: the path of the next page, without what else was asked for.
pub(crate) fn next_page(headers: &mut HeaderMap, path_and_query: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("<{path_and_query}>; rel=\"next\"")) {
        headers.insert(axum::http::header::LINK, value);
    }
}
