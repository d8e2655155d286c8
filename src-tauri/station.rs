//! The station: from the first start to listening, and back to nothing at the end.

use std::{
    io::Write as _,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use cloudcare_client::{ClientError, Server, StationCredential};
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    alerts::Speaker,
    backend::Backend,
    connection::{Connection, Identity, Senses},
    credentials::{CredentialError, Credentials},
    enrol::{self, AtServer, Enrolled, ThisPc},
    error::StationError,
    flags::Flags,
    folder::{Choice, Folder, Mode},
    keychain::Keychain,
    local::Local,
    state::{Listener, Phase, StationState},
    stream::Streams,
};

/// What the demo's station is called: it stands in front of whoever tries CloudCare out.
const DEMO_STATION: (&str, &str) = ("Nurse station 1", "nurse_station");

/// The parts the program starts with.
pub(crate) struct Parts {
    pub flags: Flags,
    pub folder: Folder,
    pub senses: Senses,
}

/// The station.
pub(crate) struct Station {
    parts: Parts,
    keychain: Keychain,
    pub streams: Streams,
    connection: RwLock<Option<Arc<Connection>>>,
    /// Held while the station changes: one change at a time.
    local: Mutex<Option<Local>>,
}

impl Station {
    pub(crate) fn new(parts: Parts) -> Station {
        Station {
            parts,
            keychain: Keychain::default(),
            streams: Streams::default(),
            connection: RwLock::default(),
            local: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> StationState {
        self.parts.senses.state.get()
    }

    fn update(&self, change: impl FnOnce(&mut StationState)) {
        self.parts.senses.state.update(change);
    }

    pub(crate) fn speaker(&self) -> &Speaker {
        &self.parts.senses.speaker
    }

    /// The connection, once the station listens.
    pub(crate) fn connection(&self) -> Option<Arc<Connection>> {
        self.connection
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether quitting leaves a ward without its only CloudCare.
    pub(crate) fn is_alone(&self) -> bool {
        let state = self.state();
        state.phase == Phase::Ready && state.mode != Some(Mode::Server)
    }

    /// The start of the program, and another try after a failure.
    pub(crate) async fn start(&self) {
        let Ok(mut local) = self.local.try_lock() else {
            return;
        };
        let available = self.keychain.probe().await;
        self.update(|state| state.keychain = available);
        let choice = match self.parts.folder.choice() {
            Ok(choice) => choice,
            Err(error) => return self.failed(&error.into()),
        };
        let choice = match (self.parts.flags.demo, choice) {
            // Asked for on the command line: this time only, if something else was chosen before.
            (true, Some(earlier)) if earlier != Choice::Demo => Some(Choice::Demo),
            (true, None) => match self.parts.folder.remember_choice(&Choice::Demo) {
                Ok(()) => Some(Choice::Demo),
                Err(error) => return self.failed(&error.into()),
            },
            (_, choice) => choice,
        };
        let Some(choice) = choice else {
            return self.update(|state| state.phase = Phase::FirstRun);
        };
        let opened = match &choice {
            Choice::Server { url } => self.open_server(&choice, url).await,
            Choice::Demo | Choice::ThisPc { .. } => {
                self.open_local(&mut local, &choice, None).await
            }
        };
        if let Err(error) = opened {
            self.failed(&error);
        }
    }

    /// One change at a time, and none to a station that listens.
    fn choosing(&self) -> Result<MutexGuard<'_, Option<Local>>, StationError> {
        let local = self.local.try_lock().map_err(|_| StationError::Busy)?;
        match self.connection() {
            Some(_) => Err(StationError::Chosen),
            None => Ok(local),
        }
    }

    /// The demo hospital in this program.
    pub(crate) async fn choose_demo(&self) -> Result<(), StationError> {
        let mut local = self.choosing()?;
        self.parts.folder.remember_choice(&Choice::Demo)?;
        self.open_local(&mut local, &Choice::Demo, None)
            .await
            .inspect_err(|error| self.failed(error))
    }

    /// A real hospital in this program, made from the form.
    pub(crate) async fn choose_this_pc(&self, form: ThisPc) -> Result<(), StationError> {
        let mut local = self.choosing()?;
        let choice = Choice::ThisPc {
            station_name: form.station_name,
            station_kind: form.station_kind,
        };
        let opened = self
            .open_local(&mut local, &choice, Some(&Value::Object(form.setup)))
            .await;
        opened.inspect_err(|error| match error {
            // The server found something wrong with the form: nothing was made, choose again.
            StationError::Client(ClientError::Refused(problem)) => {
                self.update(|state| {
                    state.phase = Phase::FirstRun;
                    state.stage = None;
                    state.problem = Some(problem.words());
                });
            }
            other => self.failed(other),
        })
    }

    /// A server elsewhere, which knows this station by the code of an administrator.
    pub(crate) async fn choose_server(&self, form: AtServer) -> Result<(), StationError> {
        let mut local = self.choosing()?;
        let server = Server::new(&form.url)?;
        let choice = Choice::Server {
            url: server.address().to_owned(),
        };
        // Before anything on screen changes: a wrong code leaves the form as it is.
        let enrolled = enrol::enrol_with_code(
            &server,
            &form.enrolment_code,
            &form.station_name,
            &form.station_kind,
        )
        .await?;
        self.close_local(&mut local).await;
        let mut credentials = self.credentials(&choice)?;
        credentials.keep_station(&enrolled.credential).await?;
        credentials.remember_workstation(&enrolled.workstation)?;
        self.parts.folder.remember_choice(&choice)?;
        self.open_server(&choice, server.address())
            .await
            .inspect_err(|error| self.failed(error))
    }

    /// Connects at once instead of after the pause, or starts again after a failure.
    pub(crate) async fn retry(&self) {
        match self.connection() {
            Some(connection) => connection.desk.nudge.notify_one(),
            None => self.start().await,
        }
    }

    /// The end: silence, no more streams, the door shut, the database stopped.
    pub(crate) async fn close(&self) {
        self.parts.senses.speaker.quit();
        self.streams.close_all();
        self.connection
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // A start under way holds the lock; ending the program drops it, and the database with it.
        if let Ok(mut local) = tokio::time::timeout(Duration::from_secs(2), self.local.lock()).await
        {
            self.close_local(&mut local).await;
        }
    }

    async fn close_local(&self, local: &mut Option<Local>) {
        if let Some(open) = local.take()
            && let Err(error) = open.close().await
        {
            tracing::error!(%error, "the database did not stop cleanly");
        }
    }

    fn credentials(&self, choice: &Choice) -> Result<Credentials, CredentialError> {
        Credentials::open(
            self.keychain.clone(),
            self.state().keychain,
            self.parts.folder.house(choice),
        )
    }

    fn stage(&self, stage: &str) {
        self.update(|state| state.stage = Some(stage.to_owned()));
    }

    fn starting(&self, choice: &Choice) {
        self.update(|state| {
            state.phase = Phase::Starting;
            state.mode = Some(choice.mode());
            state.stage = None;
            state.problem = None;
            state.server_url = match choice {
                Choice::Server { url } => Some(url.clone()),
                Choice::Demo | Choice::ThisPc { .. } => None,
            };
        });
    }

    fn failed(&self, error: &StationError) {
        tracing::error!(%error, "the station could not start");
        self.update(|state| {
            // Both are answered by choosing again, so that is where they lead.
            state.phase = match error {
                StationError::NotEnrolled | StationError::Revoked(_) => Phase::FirstRun,
                _ => Phase::Failed,
            };
            state.stage = None;
            state.problem = Some(error.to_string());
        });
    }

    /// Starts the CloudCare of this PC, sets it up if asked to, and listens.
    async fn open_local(
        &self,
        local: &mut Option<Local>,
        choice: &Choice,
        setup: Option<&Value>,
    ) -> Result<(), StationError> {
        self.starting(choice);
        let is_demo = *choice == Choice::Demo;
        let mut credentials = self.credentials(choice)?;
        let folder = self.parts.folder.house(choice).path().to_owned();
        // One left open by another choice (its form was refused) is another hospital.
        if local.as_ref().is_some_and(|open| open.folder() != folder) {
            self.close_local(local).await;
        }
        let open = match local {
            Some(open) => open,
            None => {
                // The demo's people are made up: its key may lie in a file, so that it opens in any
                // session of this computer.
                let key = if is_demo {
                    None
                } else {
                    credentials.master_key().await?
                };
                let cell = self.parts.senses.state.clone();
                let progress =
                    move |stage: &str| cell.update(|state| state.stage = Some(stage.to_owned()));
                local.insert(Local::open(&folder, is_demo, key, Box::new(progress)).await?)
            }
        };
        let backend = open.backend();
        let about = enrol::installation(&backend).await?;
        if about.needs_setup {
            let Some(form) = setup else {
                // Stopped between choosing and setting up: the choice stands open again.
                self.update(|state| {
                    state.phase = Phase::FirstRun;
                    state.stage = None;
                });
                return Ok(());
            };
            enrol::set_up(&backend, open.setup_token(), form).await?;
        }
        if setup.is_some() {
            if !about.needs_setup {
                let words = "A hospital was set up in this folder before: it was opened, and the form was not used.";
                self.update(|state| state.problem = Some(words.to_owned()));
            }
            self.parts.folder.remember_choice(choice)?;
        }
        self.stage("enrolling");
        let (station, workstation) = self
            .enrolled_here(&backend, open.setup_token(), choice, &mut credentials)
            .await?;
        credentials.remember_workstation(&workstation)?;
        if let Some(demo) = about.demo {
            // The same words as the server's, for the same scripts.
            say(&format!(
                "demo hospital: sign in as nurse@demo.local with {}",
                demo.password
            ));
            say(&format!(
                "demo hospital: enrol another station with {}",
                demo.enrolment_code
            ));
        }
        match open.listen(is_demo, self.parts.flags.listen).await {
            Ok(None) => {}
            Ok(Some(address)) => {
                say(&format!("listening on http://{address}"));
                self.update(|state| state.listener = Some(Listener { address }));
            }
            // The station alarms without its door; the words say why devices can't reach it.
            Err(error) => {
                tracing::error!(%error, "no listener");
                self.update(|state| state.problem = Some(error.to_string()));
            }
        }
        self.connect(
            backend,
            Identity {
                station,
                workstation,
                credentials,
                mode: choice.mode(),
            },
        );
        Ok(())
    }

    /// This PC's credential, or a new one: whoever owns the data folder may enrol (setup token).
    async fn enrolled_here(
        &self,
        backend: &Backend,
        setup_token: &str,
        choice: &Choice,
        credentials: &mut Credentials,
    ) -> Result<(StationCredential, Value), StationError> {
        if let Some(station) = credentials.station().await? {
            match enrol::who_am_i(backend, &station).await {
                Ok(workstation) => return Ok((station, workstation)),
                Err(error) if error.is_unauthorised() || error.status() == Some(404) => {
                    tracing::warn!(%error, "the station's credential is not known here; enrolling again");
                }
                Err(error) => return Err(error.into()),
            }
        }
        let (name, kind) = match choice {
            Choice::ThisPc {
                station_name,
                station_kind,
            } => (station_name.as_str(), station_kind.as_str()),
            Choice::Demo | Choice::Server { .. } => DEMO_STATION,
        };
        let Enrolled {
            workstation,
            credential,
        } = enrol::enrol_here(backend, setup_token, name, kind).await?;
        credentials.keep_station(&credential).await?;
        Ok((StationCredential::new(credential), workstation))
    }

    /// Listens to a server. One that can't be reached right now is no failure: the station shows
    /// the lost link and goes on trying.
    async fn open_server(&self, choice: &Choice, url: &str) -> Result<(), StationError> {
        self.starting(choice);
        self.stage("connecting");
        let backend = Backend::Remote(Server::new(url)?);
        let mut credentials = self.credentials(choice)?;
        let station = credentials
            .station()
            .await?
            .ok_or(StationError::NotEnrolled)?;
        let workstation = match enrol::who_am_i(&backend, &station).await {
            Ok(workstation) => {
                credentials.remember_workstation(&workstation)?;
                workstation
            }
            Err(error) if error.is_unauthorised() => {
                return Err(StationError::Revoked(error.to_string()));
            }
            Err(error) => {
                tracing::warn!(%error, "the server can't be reached at the start");
                credentials
                    .last_workstation()
                    .cloned()
                    .unwrap_or(Value::Null)
            }
        };
        self.connect(
            backend,
            Identity {
                station,
                workstation,
                credentials,
                mode: choice.mode(),
            },
        );
        Ok(())
    }

    fn connect(&self, backend: Backend, identity: Identity) {
        let connection =
            Connection::open(backend, identity, self.keychain.clone(), &self.parts.senses);
        let mut current = self
            .connection
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Some(Arc::new(connection));
    }
}

/// A line for whoever started the program: scripts read these.
fn say(line: &str) {
    // Started from a desktop there may be nobody to read it.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
