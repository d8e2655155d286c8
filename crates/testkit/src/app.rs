//! The application and its clients.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use cloudcare_api::{ApiState, SETUP_TOKEN_HEADER};
use cloudcare_services::{
    MasterKey, RandomIds, Services, SystemClock,
    audit::{Verification, verify_stopped},
    demo::DemoOptions,
};
use cloudcare_store::Store;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

use crate::{
    Stream,
    cluster::{DEMO_PASSWORD, MASTER_KEY, Template, connect, database},
};

const SETUP_TOKEN: &str = "setup token of the tests";

/// One instance of the application over a database of its own.
pub struct TestApp {
    router: Router,
    database_url: String,
    record_folder: TempDir,
    _stop: DropGuard,
    _alive: Sender<()>,
}

/// No test takes longer; one that hangs ends the run with its name instead of holding it for ever.
const TEST_TIME: Duration = Duration::from_secs(240);

impl TestApp {
    /// The demo hospital.
    pub async fn demo() -> Self {
        Self::on(database(Template::Demo).await, true).await
    }

    /// A fresh installation that waits to be set up.
    pub async fn empty() -> Self {
        Self::on(database(Template::Empty).await, false).await
    }

    /// A second instance over the same database.
    pub async fn another_instance(&self, demo: bool) -> Self {
        Self::on(self.database_url.clone(), demo).await
    }

    async fn on(database_url: String, demo: bool) -> Self {
        let store = Store::open(&database_url, 8).unwrap();
        let key = MasterKey::from_bytes(&MASTER_KEY).unwrap();
        let record_folder = TempDir::with_prefix("cloudcare-record-").unwrap();
        let services = Services::with_record_folder(
            store,
            Arc::new(SystemClock),
            Arc::new(RandomIds),
            key,
            Some(record_folder.path().to_owned()),
        );
        let stop = CancellationToken::new();
        services
            .start(demo.then(DemoOptions::default), stop.clone())
            .await
            .unwrap();
        let router = cloudcare_api::router(ApiState::new(services, SETUP_TOKEN));
        Self {
            router,
            database_url,
            record_folder,
            _stop: stop.drop_guard(),
            _alive: watch_over_test(),
        }
    }

    /// The router itself.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Somebody who has not signed in.
    pub fn anybody(&self) -> Client {
        Client {
            router: self.router.clone(),
            headers: HeaderMap::new(),
            address: None,
        }
    }

    /// This PC's own window, with the setup token.
    pub fn this_pc(&self) -> Client {
        let mut client = self.anybody();
        client
            .headers
            .insert(SETUP_TOKEN_HEADER, SETUP_TOKEN.parse().unwrap());
        client
    }

    /// A demo user: `nurse`, `doctor`, `pharmacist`, `admin` or `patient`.
    pub async fn sign_in(&self, who: &str) -> Client {
        self.sign_in_at(who, None).await
    }

    /// A demo user at a station.
    pub async fn sign_in_at(&self, who: &str, station: Option<&str>) -> Client {
        let mut client = self.anybody();
        if let Some(station) = station {
            client
                .headers
                .insert("x-cloudcare-workstation", station.parse().unwrap());
        }
        let body = json!({ "email": format!("{who}@demo.local"), "password": DEMO_PASSWORD });
        let answer = client.post("/api/auth/login", &body).await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "{who} signs in: {}",
            answer.body
        );
        self.bearer(answer.body["access_token"].as_str().unwrap())
    }

    /// The password of the demo users.
    pub fn demo_password(&self) -> &'static str {
        DEMO_PASSWORD
    }

    /// Whoever holds a credential.
    pub fn bearer(&self, credential: &str) -> Client {
        let mut client = self.anybody();
        client.headers.insert(
            header::AUTHORIZATION,
            format!("Bearer {credential}").parse().unwrap(),
        );
        client
    }

    /// A nurse station that listens to every ward: its client and its credential.
    pub async fn station(&self, name: &str) -> (Client, String) {
        let answer = self
            .this_pc()
            .post(
                "/api/workstations/local",
                &json!({ "name": name, "kind": "nurse_station" }),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let credential = answer.body["credential"].as_str().unwrap().to_owned();
        (self.bearer(&credential), credential)
    }

    /// Where the database is, for another process that is to work on it.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Where this instance keeps the copy of the audit record's seals.
    pub fn record_folder(&self) -> &Path {
        self.record_folder.path()
    }

    /// Waits until every event is sealed and this instance has its copy of the seals.
    pub async fn sealed(&self) {
        let mut database = self.database().await;
        loop {
            let (open, newest): (bool, Option<i64>) = sqlx::query_as(
                "select (select count(*) from audit_events)
                          > (select coalesce(sum(cardinality(event_ids)), 0) from audit_seals),
                        (select max(block) from audit_seals)",
            )
            .fetch_one(&mut database)
            .await
            .unwrap();
            if !open && newest.is_some() && newest == self.newest_copied() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        database.close().await.unwrap();
    }

    fn newest_copied(&self) -> Option<i64> {
        let files = std::fs::read_dir(self.record_folder()).unwrap();
        let file = files
            .map(|file| file.unwrap().path())
            .find(|path| path.extension().is_some_and(|e| e == "seals"))?;
        let text = std::fs::read_to_string(file).unwrap();
        let (block, _) = text.lines().last()?.split_once(' ')?;
        block.parse().ok()
    }

    /// What `verify-audit` finds, with the copy of the seals in `folder`.
    pub async fn verify_audit(&self, folder: &Path) -> Verification {
        let store = Store::open(&self.database_url, 4).unwrap();
        let key = MasterKey::from_bytes(&MASTER_KEY).unwrap();
        let found = verify_stopped(&store, &key, folder).await.unwrap();
        store.close().await;
        found
    }

    /// Writes the master key into a data folder, so that another process can open this installation.
    pub fn put_master_key(&self, data_dir: &std::path::Path) {
        let folder = data_dir.join("secrets");
        std::fs::create_dir_all(&folder).unwrap();
        let hex: String = MASTER_KEY
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        std::fs::write(folder.join("master.key"), hex).unwrap();
    }

    /// The database as its superuser, to look at what was really written.
    pub async fn database(&self) -> PgConnection {
        connect(&self.database_url).await
    }

    /// A token signed with this installation's own key, whatever it claims.
    pub async fn signed_token(&self, claims: &Value) -> String {
        let mut database = self.database().await;
        let (id, wrapped): (sqlx::types::Uuid, String) = sqlx::query_as(
            "select id, wrapped_private_key from signing_keys where retired_at is null limit 1",
        )
        .fetch_one(&mut database)
        .await
        .unwrap();
        let master = fernet::Fernet::new(&URL_SAFE.encode(MASTER_KEY)).unwrap();
        let key = jsonwebtoken::EncodingKey::from_ed_der(&master.decrypt(&wrapped).unwrap());
        let header = jsonwebtoken::Header {
            kid: Some(id.to_string()),
            ..jsonwebtoken::Header::new(jsonwebtoken::Algorithm::EdDSA)
        };
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }

    /// One number from the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut connection = self.database().await;
        let count: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        count
    }

    /// The demo patient who wears the watch: code and id.
    pub async fn watched_patient(&self) -> (String, String) {
        let me = self.sign_in("patient").await.get("/api/auth/me").await.body;
        (
            me["patient"]["code"].as_str().unwrap().to_owned(),
            me["patient"]["id"].as_str().unwrap().to_owned(),
        )
    }
}

fn watch_over_test() -> Sender<()> {
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    let (alive, ended) = channel();
    std::thread::spawn(move || {
        if ended.recv_timeout(TEST_TIME) == Err(RecvTimeoutError::Timeout) {
            eprintln!("{name} hangs");
            std::process::abort();
        }
    });
    alive
}

/// Somebody with a credential, or without one.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: HeaderMap,
    address: Option<SocketAddr>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// JSON, or null where there was none.
    pub body: Value,
}

impl Client {
    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// As if over the network from an address.
    #[must_use]
    pub fn at_address(mut self, ip: &str) -> Self {
        self.address = Some(SocketAddr::new(ip.parse().unwrap(), 40_000));
        self
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), None).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Body::empty(), None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::PATCH, path, body).await
    }

    /// Any method with a JSON body.
    pub async fn json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(
            method,
            path,
            Body::from(body.to_string()),
            Some("application/json"),
        )
        .await
    }

    /// Anything.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Body,
        content_type: Option<&str>,
    ) -> Answer {
        let response = self.response(method, path, body, content_type).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    /// The status alone; the body, which may be a stream, is not read.
    pub async fn status(&self, path: &str) -> StatusCode {
        self.response(Method::GET, path, Body::empty(), None)
            .await
            .status()
    }

    /// The body of a good answer that is not JSON.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let response = self.response(Method::GET, path, Body::empty(), None).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let body = response.into_body().collect().await.unwrap();
        body.to_bytes().to_vec()
    }

    /// Opens a stream.
    pub async fn stream(&self, path: &str) -> Stream {
        let response = self.response(Method::GET, path, Body::empty(), None).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        Stream::new(response.into_body())
    }

    async fn response(
        &self,
        method: Method,
        path: &str,
        body: Body,
        content_type: Option<&str>,
    ) -> axum::response::Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .body(body)
            .unwrap();
        *request.headers_mut() = self.headers.clone();
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        if let Some(content_type) = content_type {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        }
        self.router.clone().oneshot(request).await.unwrap()
    }
}
