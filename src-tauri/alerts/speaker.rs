//! The thread that plays. It owns the audio device, because devices may not leave their thread.

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use rodio::{
    DeviceSinkBuilder, MixerDeviceSink, Player,
    buffer::SamplesBuffer,
    cpal::traits::{DeviceTrait as _, HostTrait as _},
};
use serde::Serialize;
use tokio::sync::{oneshot, watch};

use super::{
    agenda::Agenda,
    sound::{RATE, Sound},
};
use crate::clock::now;

/// The sound lamp.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SoundState {
    /// A device is open.
    On,
    /// No device, or it stopped taking samples: a visible fault (H8).
    NoDevice,
    /// Paused by somebody here, for a while.
    Paused,
}

/// The sound as the screen shows it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct SoundReport {
    pub state: SoundState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Timestamp>,
}

enum Order {
    Alarm {
        sound: Option<Sound>,
        alert_ids: Vec<String>,
    },
    LinkLost(bool),
    Pause(Duration, oneshot::Sender<()>),
    Test(oneshot::Sender<()>),
    Quit,
}

/// The way to the speaker thread.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    orders: Sender<Order>,
    report: watch::Receiver<SoundReport>,
}

impl Speaker {
    /// Starts the thread. `sounded` is called with the alerts a burst stood for, once it was played.
    pub(crate) fn start(
        sounded: impl Fn(Vec<String>) + Send + 'static,
    ) -> std::io::Result<Speaker> {
        let (orders, received) = channel();
        let closed = SoundReport {
            state: SoundState::NoDevice,
            device: None,
            paused_until: None,
        };
        let (reports, report) = watch::channel(closed);
        thread::Builder::new()
            .name("speaker".to_owned())
            .spawn(move || {
                Playing {
                    agenda: Agenda::default(),
                    output: None,
                    alert_ids: Vec::new(),
                    burst: None,
                    reports,
                    look: Instant::now(),
                    said: false,
                }
                .run(&received, &sounded);
            })?;
        Ok(Speaker { orders, report })
    }

    pub(crate) fn report(&self) -> watch::Receiver<SoundReport> {
        self.report.clone()
    }

    /// The sound of the unanswered alerts, and which they are.
    pub(crate) fn alarm(&self, sound: Option<Sound>, alert_ids: Vec<String>) {
        self.order(Order::Alarm { sound, alert_ids });
    }

    pub(crate) fn link_lost(&self, lost: bool) {
        self.order(Order::LinkLost(lost));
    }

    /// Silence for a while; returns when it is silent.
    pub(crate) async fn pause(&self, length: Duration) {
        let (done, wait) = oneshot::channel();
        self.order(Order::Pause(length, done));
        let _ = wait.await;
    }

    /// Plays the high-priority burst once, whatever else; returns when it started or could not.
    pub(crate) async fn test(&self) {
        let (done, wait) = oneshot::channel();
        self.order(Order::Test(done));
        let _ = wait.await;
    }

    /// Silence for good.
    pub(crate) fn quit(&self) {
        self.order(Order::Quit);
    }

    fn order(&self, order: Order) {
        // The thread ends only at the end of the program.
        let _ = self.orders.send(order);
    }
}

struct Output {
    name: String,
    player: Player,
    failed: Arc<AtomicBool>,
    /// Closes the device when dropped.
    _sink: MixerDeviceSink,
}

/// A burst that is being played.
struct Burst {
    alert_ids: Vec<String>,
    /// A device that has not taken the samples by then takes none at all.
    deadline: Instant,
}

struct Playing {
    agenda: Agenda,
    output: Option<Output>,
    alert_ids: Vec<String>,
    burst: Option<Burst>,
    reports: watch::Sender<SoundReport>,
    /// When to look for a device next, while there is none.
    look: Instant,
    /// The log has been told that there is no device.
    said: bool,
}

/// How often a missing device is looked for while nothing has to be played.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How finely the end of a burst is watched.
const TICK: Duration = Duration::from_millis(50);

impl Playing {
    fn run(mut self, orders: &Receiver<Order>, sounded: &impl Fn(Vec<String>)) {
        loop {
            let at = Instant::now();
            self.watch_device(at);
            self.watch_burst(at, sounded);
            if self.burst.is_none()
                && let Some(sound) = self.agenda.due(at)
            {
                match self.play(sound, at) {
                    Some(length) => self.agenda.played(at, sound, length),
                    None => self.agenda.failed(at),
                }
            }
            self.publish(at);
            match orders.recv_timeout(self.rest(at)) {
                Ok(Order::Alarm { sound, alert_ids }) => {
                    let news = alert_ids.iter().any(|id| !self.alert_ids.contains(id));
                    self.agenda.alarm(sound, news, self.burst.is_some());
                    self.alert_ids = alert_ids;
                    if sound.is_none() {
                        self.hush();
                    }
                }
                Ok(Order::LinkLost(lost)) => self.agenda.link_lost(lost),
                Ok(Order::Pause(length, done)) => {
                    self.agenda.pause(at, length);
                    self.hush();
                    self.publish(at);
                    let _ = done.send(());
                }
                Ok(Order::Test(done)) => {
                    self.hush();
                    self.look = at;
                    self.play(Sound::High, at);
                    self.publish(at);
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Order::Quit) | Err(RecvTimeoutError::Disconnected) => return self.hush(),
            }
        }
    }

    /// Plays a burst and returns its length; `None` without a device.
    fn play(&mut self, sound: Sound, at: Instant) -> Option<Duration> {
        self.open(at);
        let output = self.output.as_ref()?;
        let samples = sound.burst();
        let length = Duration::from_secs_f64(
            f64::from(u32::try_from(samples.len()).ok()?) / f64::from(RATE),
        );
        output.player.append(SamplesBuffer::new(
            NonZero::<u16>::MIN,
            NonZero::new(RATE)?,
            samples,
        ));
        output.player.play();
        self.burst = Some(Burst {
            alert_ids: self.alert_ids.clone(),
            deadline: at + length + Duration::from_secs(2),
        });
        Some(length)
    }

    fn open(&mut self, at: Instant) {
        if self.output.is_some() {
            return;
        }
        self.look = at + LOOK_EVERY;
        match open() {
            Ok(output) => {
                tracing::info!(device = output.name, "sound device opened");
                self.output = Some(output);
                self.said = false;
            }
            // Said once: the sound lamp says it for as long as it lasts.
            Err(error) if self.said => tracing::debug!(%error, "still no sound device"),
            Err(error) => {
                tracing::warn!(%error, "no sound device");
                self.said = true;
            }
        }
    }

    fn watch_device(&mut self, at: Instant) {
        if self
            .output
            .as_ref()
            .is_some_and(|output| output.failed.load(Ordering::Relaxed))
        {
            tracing::warn!("the sound device is gone");
            self.output = None;
            self.burst = None;
            self.look = at;
        }
        if self.output.is_none() && self.look <= at {
            self.open(at);
        }
    }

    fn watch_burst(&mut self, at: Instant, sounded: &impl Fn(Vec<String>)) {
        let Some(burst) = &self.burst else { return };
        // The player is empty once the device has taken the last sample.
        if self
            .output
            .as_ref()
            .is_some_and(|output| output.player.empty())
        {
            if !burst.alert_ids.is_empty() {
                sounded(burst.alert_ids.clone());
            }
            self.burst = None;
        } else if burst.deadline <= at {
            tracing::warn!("the sound device takes no samples");
            self.output = None;
            self.burst = None;
        }
    }

    fn hush(&mut self) {
        self.burst = None;
        if let Some(output) = &self.output {
            output.player.stop();
        }
    }

    fn rest(&mut self, at: Instant) -> Duration {
        if self.burst.is_some() {
            return TICK;
        }
        // An open device is watched for its failure; a missing one is looked for.
        let device = if self.output.is_some() {
            Duration::from_secs(1)
        } else {
            self.look.saturating_duration_since(at)
        };
        let wake = self
            .agenda
            .wake(at)
            .map_or(device, |wake| wake.saturating_duration_since(at));
        device.min(wake).max(Duration::from_millis(1))
    }

    fn publish(&mut self, at: Instant) {
        let paused = self.agenda.paused_until(at);
        let state = match (paused, &self.output) {
            (_, None) => SoundState::NoDevice,
            (Some(_), Some(_)) => SoundState::Paused,
            (None, Some(_)) => SoundState::On,
        };
        let device = self.output.as_ref().map(|output| output.name.clone());
        self.reports.send_if_modified(|report| {
            let was_paused = report.paused_until.is_some() == paused.is_some();
            if report.state == state && report.device == device && was_paused {
                return false;
            }
            let paused_until = paused.and_then(|until| {
                SignedDuration::try_from(until.saturating_duration_since(at))
                    .ok()
                    .and_then(|rest| now().checked_add(rest).ok())
            });
            *report = SoundReport {
                state,
                device: device.clone(),
                paused_until,
            };
            true
        });
    }
}

#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error("there is none")]
    None,
    #[error(transparent)]
    Sink(#[from] rodio::DeviceSinkError),
}

fn open() -> Result<Output, OpenError> {
    let device = rodio::cpal::default_host()
        .default_output_device()
        .ok_or(OpenError::None)?;
    let name = device.description().map_or_else(
        |_| "default".to_owned(),
        |description| description.name().to_owned(),
    );
    let failed = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&failed);
    let mut sink = DeviceSinkBuilder::from_device(device)?
        .with_error_callback(move |error: rodio::cpal::Error| {
            use rodio::cpal::ErrorKind as Kind;
            // These are a click or a new route; anything else is a device that went away, and the
            // driver says so for every buffer until it is closed: the log needs it once.
            match error.kind() {
                Kind::Xrun | Kind::RealtimeDenied | Kind::DeviceChanged => {
                    tracing::debug!(%error, "sound device");
                }
                _ if flag.swap(true, Ordering::Relaxed) => {}
                _ => tracing::warn!(%error, "sound device"),
            }
        })
        .open_stream()?;
    sink.log_on_drop(false);
    let player = Player::connect_new(sink.mixer());
    Ok(Output {
        name,
        player,
        failed,
        _sink: sink,
    })
}
