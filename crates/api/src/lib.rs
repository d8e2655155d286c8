//! The HTTP contract over the services: routes, DTOs, problem+json, the event stream, OpenAPI.
//!
//! The same router runs inside the workstation and on a server. A handler parses, calls one service
//! function and encodes; rules live below.

pub mod admission;
pub mod alert;
pub mod allergy;
pub mod audit;
pub mod bed;
mod body;
pub mod condition;
pub mod consent;
mod credential;
pub mod death;
pub mod doctor;
pub mod event;
pub mod family_contact;
pub mod hospital;
pub mod hospital_transfer;
mod identity;
pub mod installation;
mod paging;
pub mod patient;
mod problem;
pub mod second_factor;
pub mod session;
pub mod status;
pub mod timeline;
mod ui;
pub mod user;
pub mod ward;
pub mod wearable;
pub mod workstation;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use cloudcare_services::Services;
use tower::Layer;
use tower_http::{
    catch_panic::CatchPanicLayer, normalize_path::NormalizePathLayer,
    set_header::SetResponseHeaderLayer, timeout::TimeoutLayer,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use problem::Problem;

/// The version every host of this router reports.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Header that carries the setup token, known only to the process that opened the installation.
pub const SETUP_TOKEN_HEADER: &str = "x-cloudcare-setup-token";
/// Header with which a station says who it is when a person signs in at it.
pub const WORKSTATION_HEADER: &str = "x-cloudcare-workstation";

/// Largest body of an ordinary request.
const BODY_LIMIT: usize = 1024 * 1024;
/// Phones send whole months of records at once.
const SYNC_BODY_LIMIT: usize = 16 * 1024 * 1024;
/// No request that is not a stream takes longer.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// What handlers share.
#[derive(Clone)]
pub struct ApiState {
    services: Services,
    setup_token: Arc<str>,
}

impl ApiState {
    /// Over started services. `setup_token` lets this process, and nobody else, set the
    /// installation up and enrol its own PC.
    pub fn new(services: Services, setup_token: &str) -> Self {
        Self {
            services,
            setup_token: Arc::from(setup_token),
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "CloudCare",
        description = "The clinical workstation's one HTTP API, the same inside a workstation and on a server. \
                       CloudCare is a secondary notification system, not a certified medical device.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/api/v1"), (url = "/api")),
    modifiers(&Security),
    // Named only by the answers every operation shares, which do not bring their schemas along.
    components(schemas(Problem, problem::FieldProblem, cloudcare_domain::audit::AuditAction))
)]
struct Document;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{
            Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
        };
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        openapi.security = Some(vec![SecurityRequirement::new(
            "bearer",
            Vec::<String>::new(),
        )]);
    }
}

fn operations() -> OpenApiRouter<ApiState> {
    let timed = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(status::root))
        .routes(routes!(status::health))
        .routes(routes!(status::ready))
        .routes(routes!(installation::about))
        .routes(routes!(installation::set_up))
        .routes(routes!(session::login))
        .routes(routes!(session::refresh))
        .routes(routes!(session::logout))
        .routes(routes!(session::me))
        .routes(routes!(session::list))
        .routes(routes!(session::end))
        .routes(routes!(user::password::change))
        .routes(routes!(user::password::request_reset))
        .routes(routes!(user::password::unlock))
        .routes(routes!(second_factor::complete))
        .routes(routes!(second_factor::enrol_at_sign_in))
        .routes(routes!(second_factor::enrol))
        .routes(routes!(second_factor::confirm))
        .routes(routes!(second_factor::recovery_codes))
        .routes(routes!(second_factor::remove))
        .routes(routes!(second_factor::reset))
        .routes(routes!(second_factor::policy, second_factor::set_policy))
        .routes(routes!(user::link::follow))
        .routes(routes!(user::list, user::invite))
        .routes(routes!(user::get, user::update, user::disable))
        .routes(routes!(user::link::create))
        .routes(routes!(user::affiliation::list, user::affiliation::replace))
        .routes(routes!(workstation::list, workstation::enrol))
        .routes(routes!(workstation::enrol_this_pc))
        .routes(routes!(workstation::create_enrolment_code))
        .routes(routes!(workstation::this_workstation))
        .routes(routes!(workstation::remove))
        .routes(routes!(hospital::list, hospital::create))
        .routes(routes!(hospital::get, hospital::update, hospital::remove))
        .routes(routes!(
            hospital::department::list,
            hospital::department::create
        ))
        .routes(routes!(
            hospital::department::update,
            hospital::department::remove
        ))
        .routes(routes!(hospital::ward::list, hospital::ward::create))
        .routes(routes!(hospital::ward::update, hospital::ward::remove))
        .routes(routes!(hospital::ward::beds, hospital::ward::create_beds))
        .routes(routes!(ward::board))
        .routes(routes!(bed::list, hospital::set_bed_counter))
        .routes(routes!(bed::update, bed::remove))
        .routes(routes!(bed::options))
        .routes(routes!(hospital::people::patients))
        .routes(routes!(hospital::people::doctors))
        .routes(routes!(hospital::statistics::statistics))
        .routes(routes!(bed::reserve, bed::release))
        .routes(routes!(admission::admit))
        .routes(routes!(admission::transfer))
        .routes(routes!(admission::discharge))
        .routes(routes!(admission::of_patient))
        .routes(routes!(admission::get, admission::change))
        .routes(routes!(admission::cancel))
        .routes(routes!(admission::story))
        .routes(routes!(doctor::list, doctor::create))
        .routes(routes!(doctor::get, doctor::update, doctor::remove))
        .routes(routes!(doctor::set_availability))
        .routes(routes!(doctor::relation::patients))
        .routes(routes!(doctor::relation::assign, doctor::relation::release))
        .routes(routes!(doctor::relation::posts))
        .routes(routes!(doctor::relation::employ, doctor::relation::dismiss))
        .routes(routes!(patient::search::list, patient::register::register))
        .routes(routes!(patient::search::search))
        .routes(routes!(patient::register::duplicates))
        .routes(routes!(patient::register::unidentified))
        .routes(routes!(
            patient::get,
            patient::change::update,
            patient::change::deactivate
        ))
        .routes(routes!(patient::change::set_resuscitation_status))
        .routes(routes!(patient::register::newborn))
        .routes(routes!(patient::identify::identify))
        .routes(routes!(
            patient::emergency::raise_emergency,
            patient::emergency::clear_emergency
        ))
        .routes(routes!(death::record_death))
        .routes(routes!(death::reverse_death))
        .routes(routes!(allergy::allergies, allergy::update_allergies))
        .routes(routes!(condition::conditions, condition::add_condition))
        .routes(routes!(
            condition::update_condition,
            condition::delete_condition
        ))
        .routes(routes!(condition::condition_entered_in_error))
        .routes(routes!(
            family_contact::family_contacts,
            family_contact::add_family_contact
        ))
        .routes(routes!(
            family_contact::update_family_contact,
            family_contact::remove_family_contact
        ))
        .routes(routes!(timeline::records))
        .routes(routes!(hospital_transfer::list))
        .routes(routes!(hospital_transfer::ask))
        .routes(routes!(hospital_transfer::accept))
        .routes(routes!(hospital_transfer::decline))
        .routes(routes!(hospital_transfer::depart))
        .routes(routes!(hospital_transfer::arrive))
        .routes(routes!(hospital_transfer::cancel))
        .routes(routes!(patient::doctors))
        .routes(routes!(alert::list, alert::raise))
        .routes(routes!(alert::get))
        .routes(routes!(alert::of_patient))
        .routes(routes!(alert::acknowledge))
        .routes(routes!(alert::respond))
        .routes(routes!(alert::resolve))
        .routes(routes!(alert::false_alarm))
        .routes(routes!(alert::receipt))
        .routes(routes!(alert::history))
        .routes(routes!(consent::record))
        .routes(routes!(consent::list))
        .routes(routes!(consent::withdraw))
        .routes(routes!(audit::list))
        .routes(routes!(audit::export))
        .routes(routes!(audit::set_access_log_policy))
        .routes(routes!(audit::access_log))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(wearable::sync))
                .layer(DefaultBodyLimit::max(SYNC_BODY_LIMIT)),
        )
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_TIME,
        ));
    timed.merge(
        OpenApiRouter::new()
            // As long as the record is.
            .routes(routes!(audit::verify))
            .routes(routes!(event::stream))
            .routes(routes!(event::emergency_stream)),
    )
}

/// The OpenAPI document, as served at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    with_unique_names(operations().split_for_parts().1)
}

/// An operation is named after its function, `list`; the document wants names that are unique, so
/// each gets its tag before it.
fn with_unique_names(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        for operation in operations.into_iter().flatten() {
            let tag = operation
                .tags
                .iter()
                .flatten()
                .next()
                .cloned()
                .unwrap_or_default();
            operation.operation_id = operation
                .operation_id
                .take()
                .map(|id| format!("{tag}_{id}"));
        }
    }
    document
}

/// The whole surface: `/api`, `/api/v1`, and the interface for a browser at `/`.
pub fn router(state: ApiState) -> Router {
    let (operations, document) = operations().split_for_parts();
    let document = Arc::new(with_unique_names(document));
    let api = operations
        .route(
            "/openapi.json",
            axum::routing::get(move || {
                let document = Arc::clone(&document);
                async move { axum::Json(document.as_ref().clone()) }
            }),
        )
        .method_not_allowed_fallback(|| async {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "this path does not take this method; see /api/openapi.json",
            )
        })
        .with_state(state);
    let whole = Router::new()
        .nest("/api/v1", api.clone())
        .nest("/api", api)
        .fallback(ui::serve)
        .layer(middleware::from_fn(tame))
        .layer(middleware::from_fn(name_request))
        .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
        .layer(header_layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header_layer(header::X_FRAME_OPTIONS, "DENY"))
        .layer(header_layer(header::REFERRER_POLICY, "no-referrer"))
        .layer(header_layer(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; \
             connect-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        ));
    // A trailing slash means the same; this has to happen before routing.
    Router::new().fallback_service(NormalizePathLayer::trim_trailing_slash().layer(whole))
}

fn header_layer(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Refuses what no handler should have to think about: a NUL in an address.
async fn tame(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let has_nul = |text: &str| text.contains("%00");
    if has_nul(uri.path()) || uri.query().is_some_and(has_nul) {
        return Problem::new(StatusCode::BAD_REQUEST, "the address holds a NUL character")
            .into_response();
    }
    let is_api = uri.path() == "/api" || uri.path().starts_with("/api/");
    let mut response = next.run(request).await;
    if is_api {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    // What the framework answers by itself (a time-out, a bad path) gets the same form as ours.
    let is_bare = response.status().is_client_error() || response.status().is_server_error();
    let is_ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|t| t.to_str().ok())
        .is_some_and(|t| t.starts_with("application/"));
    if is_api && is_bare && !is_ours {
        return Problem::of_status(response.status()).into_response();
    }
    response
}

/// Gives every request an id, which the audit record, the log and error answers share.
async fn name_request(mut request: Request, next: Next) -> Response {
    let id = identity::RequestId::generate();
    let instance = request.uri().path().to_owned();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    problem::complete(response, &instance).await
}
