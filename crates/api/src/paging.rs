//! Lists: `skip`, `limit`, and how many there are.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

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

/// `Link: …; rel="next"`: the path of the next page, without what else was asked for.
pub(crate) fn next_page(headers: &mut HeaderMap, path_and_query: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("<{path_and_query}>; rel=\"next\"")) {
        headers.insert(axum::http::header::LINK, value);
    }
}
