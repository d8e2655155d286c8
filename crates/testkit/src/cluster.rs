//! One PostgreSQL for a test process, and a database for each test, copied from a template.

use std::{
    str::FromStr,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
};

use cloudcare_postgres::{Bundled, Durability, Settings};
use cloudcare_services::{MasterKey, RandomIds, Services, SystemClock, demo::DemoOptions};
use cloudcare_store::Store;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The password of every account in the demo template.
pub(crate) const DEMO_PASSWORD: &str = "demo password for tests";
/// The key every test installation is wrapped with.
pub(crate) const MASTER_KEY: [u8; 32] = [42; 32];

static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
static NEXT: AtomicU32 = AtomicU32::new(1);

struct Cluster {
    superuser_url: String,
}

/// Which template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    Empty,
    Demo,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "template_empty",
            Self::Demo => "template_demo",
        }
    }
}

impl Cluster {
    /// On a thread and runtime of its own, because every test's runtime ends with the test.
    fn start() -> Self {
        let (ready, wait) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                // Under /tmp, not under the target folder: PostgreSQL must be able to reach it when
                // the tests run as root and it runs as somebody else.
                let folder = TempDir::with_prefix("cloudcare-test-").unwrap();
                let settings = Settings {
                    data_dir: folder.path().to_owned(),
                    durability: Durability::TestsOnly,
                };
                let bundled = Bundled::start(settings, |_| ()).await.unwrap();
                let superuser_url = bundled.superuser_url().to_owned();
                make_templates(&superuser_url).await;
                ready.send(superuser_url).unwrap();
                std::future::pending::<()>().await;
                drop((bundled, folder));
            });
        });
        Self {
            superuser_url: wait.recv().expect("PostgreSQL for the tests did not start"),
        }
    }
}

async fn make_templates(superuser_url: &str) {
    for template in [Template::Empty, Template::Demo] {
        run(
            superuser_url,
            &format!("create database {} template template0", template.name()),
        )
        .await;
        let url = url_of(superuser_url, template.name());
        Store::migrate(&url).await.unwrap();
        if template == Template::Demo {
            let store = Store::open(&url, 4).unwrap();
            let key = MasterKey::from_bytes(&MASTER_KEY).unwrap();
            let services = Services::new(
                store.clone(),
                Arc::new(SystemClock),
                Arc::new(RandomIds),
                key,
            );
            let stop = CancellationToken::new();
            let options = DemoOptions {
                password: Some(DEMO_PASSWORD.to_owned()),
                ..DemoOptions::default()
            };
            services.start(Some(options), stop.clone()).await.unwrap();
            stop.cancel();
            store.close().await;
        }
        // The log reader's own connection may linger for a moment; a template must have none.
        run(
            superuser_url,
            &format!(
                "alter database {} with allow_connections false",
                template.name()
            ),
        )
        .await;
        run(
            superuser_url,
            &format!(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'",
                template.name()
            ),
        )
        .await;
    }
}

async fn run(superuser_url: &str, sql: &str) {
    let mut connection = connect(superuser_url).await;
    connection
        .execute(sqlx::AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// The first column of a statement's rows, as text, from any database.
pub async fn rows(url: &str, sql: &str) -> Vec<String> {
    let mut connection = connect(url).await;
    let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows
}

pub(crate) async fn connect(url: &str) -> PgConnection {
    PgConnectOptions::from_str(url)
        .unwrap()
        .disable_statement_logging()
        .connect()
        .await
        .unwrap()
}

fn url_of(superuser_url: &str, database: &str) -> String {
    let (base, options) = superuser_url
        .split_once('?')
        .map_or((superuser_url, ""), |(b, o)| (b, o));
    let (server, _) = base.rsplit_once('/').unwrap();
    if options.is_empty() {
        format!("{server}/{database}")
    } else {
        format!("{server}/{database}?{options}")
    }
}

/// A database of one's own; answers its URL as superuser.
pub(crate) async fn database(template: Template) -> String {
    let superuser_url = tokio::task::spawn_blocking(|| CLUSTER.superuser_url.clone())
        .await
        .unwrap();
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    run(
        &superuser_url,
        &format!("create database {name} template {}", template.name()),
    )
    .await;
    url_of(&superuser_url, &name)
}
