//! When which burst is due. Pure: the speaker asks, this answers.

use std::time::{Duration, Instant};

use super::sound::Sound;

/// The longest anonymous pause of the sound, in seconds.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// What should be heard, and until when it is paused.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    /// The loudest unanswered alert's sound.
    alarm: Option<Sound>,
    link_lost: bool,
    paused_until: Option<Instant>,
    /// The next burst of the wanted sound is not due before this.
    next: Option<Instant>,
}

impl Agenda {
    /// The sound of the unanswered alerts now. `news`: one of them was not among them before, which
    /// ends a pause, because that was given for the others. News and a louder sound are due at once,
    /// except that a burst on its way tells of them already.
    pub(crate) fn alarm(&mut self, alarm: Option<Sound>, news: bool, is_playing: bool) {
        if news {
            self.paused_until = None;
        }
        if alarm > self.alarm || (news && !is_playing) {
            self.next = None;
        }
        self.alarm = alarm;
    }

    pub(crate) fn link_lost(&mut self, lost: bool) {
        self.link_lost = lost;
    }

    /// Silence for a while, two minutes at most.
    pub(crate) fn pause(&mut self, now: Instant, length: Duration) {
        self.paused_until = Some(now + length.min(LONGEST_PAUSE));
    }

    pub(crate) fn paused_until(&mut self, now: Instant) -> Option<Instant> {
        self.paused_until.take_if(|until| *until <= now);
        self.paused_until
    }

    fn wanted(&self) -> Option<Sound> {
        self.alarm.or(self.link_lost.then_some(Sound::LinkLost))
    }

    /// The sound to start now, if one is due.
    pub(crate) fn due(&mut self, now: Instant) -> Option<Sound> {
        let sound = self.wanted()?;
        if self.paused_until(now).is_some() || self.next.is_some_and(|next| next > now) {
            return None;
        }
        Some(sound)
    }

    /// A burst was started and takes `length`; the next follows after the interval.
    pub(crate) fn played(&mut self, now: Instant, sound: Sound, length: Duration) {
        self.next = Some(now + length + sound.interval());
    }

    /// A burst could not be played: try again soon, whatever its interval.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.next = Some(now + Duration::from_secs(5));
    }

    /// When to look again; `None` when nothing is wanted.
    pub(crate) fn wake(&mut self, now: Instant) -> Option<Instant> {
        let paused = self.paused_until(now);
        if self.wanted().is_none() {
            return paused;
        }
        Some(paused.or(self.next).unwrap_or(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BURST: Duration = Duration::from_secs(3);

    fn second(start: Instant, n: u64) -> Instant {
        start + Duration::from_secs(n)
    }

    #[test]
    fn it_repeats_until_answered() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        assert_eq!(agenda.due(start), None);
        agenda.alarm(Some(Sound::High), true, false);
        assert_eq!(agenda.due(start), Some(Sound::High));
        agenda.played(start, Sound::High, BURST);
        assert_eq!(
            agenda.due(second(start, 5)),
            None,
            "the burst and its interval take 6 s"
        );
        assert_eq!(agenda.wake(second(start, 5)), Some(second(start, 6)));
        assert_eq!(agenda.due(second(start, 6)), Some(Sound::High));
        agenda.alarm(None, false, false);
        assert_eq!(agenda.due(second(start, 60)), None);
    }

    #[test]
    fn a_worse_alert_does_not_wait_for_the_interval_of_a_lesser_one() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        agenda.alarm(Some(Sound::Low), true, false);
        agenda.played(start, Sound::Low, BURST);
        agenda.alarm(Some(Sound::High), true, true);
        assert_eq!(agenda.due(second(start, 1)), Some(Sound::High));
        agenda.played(second(start, 1), Sound::High, BURST);
        agenda.alarm(Some(Sound::Low), false, false);
        assert_eq!(
            agenda.due(second(start, 2)),
            None,
            "and a lesser one does not hurry"
        );
    }

    #[test]
    fn another_alert_is_heard_at_once_unless_a_burst_tells_of_it() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        agenda.alarm(Some(Sound::High), true, false);
        agenda.played(start, Sound::High, BURST);
        agenda.alarm(Some(Sound::High), true, true);
        assert_eq!(agenda.due(second(start, 4)), None);
        agenda.alarm(Some(Sound::High), true, false);
        assert_eq!(agenda.due(second(start, 4)), Some(Sound::High));
    }

    #[test]
    fn a_pause_ends_by_itself_and_by_a_new_alert() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        agenda.alarm(Some(Sound::High), true, false);
        agenda.pause(start, Duration::from_mins(1));
        assert_eq!(agenda.due(second(start, 59)), None);
        assert_eq!(agenda.wake(second(start, 59)), Some(second(start, 60)));
        assert_eq!(agenda.due(second(start, 60)), Some(Sound::High));
        agenda.pause(start, Duration::from_hours(1));
        assert_eq!(
            agenda.paused_until(start),
            Some(second(start, 120)),
            "two minutes at most"
        );
        agenda.alarm(Some(Sound::High), true, false);
        assert_eq!(agenda.due(start), Some(Sound::High));
    }

    #[test]
    fn a_lost_link_is_heard_only_when_no_alert_is() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        agenda.link_lost(true);
        assert_eq!(agenda.due(start), Some(Sound::LinkLost));
        agenda.alarm(Some(Sound::Medium), true, false);
        assert_eq!(agenda.due(start), Some(Sound::Medium));
        agenda.alarm(None, false, false);
        agenda.link_lost(false);
        assert_eq!(agenda.due(start), None);
    }

    #[test]
    fn without_a_device_it_is_tried_again_soon() {
        let start = Instant::now();
        let mut agenda = Agenda::default();
        agenda.alarm(Some(Sound::Low), true, false);
        agenda.failed(start);
        assert_eq!(agenda.due(second(start, 4)), None);
        assert_eq!(agenda.due(second(start, 5)), Some(Sound::Low));
    }
}
