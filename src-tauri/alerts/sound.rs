//! What an alert sounds like: IEC 60601-1-8 bursts as pure functions from priority to samples.
//!
//! The numbers are the standard's ranges as collected in the project's clinical reference; a
//! conformity claim needs the standard itself. This station is a secondary notification: the
//! bedside monitor stays the primary alarm.

use std::time::Duration;

use cloudcare_domain::alert::Severity;

/// Samples per second of everything made here.
pub(crate) const RATE: u32 = 44_100;

/// What is sounded.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Sound {
    /// The link to the server is lost: low priority, its own two notes.
    LinkLost,
    /// IEC low priority.
    Low,
    /// IEC medium priority.
    Medium,
    /// IEC high priority.
    High,
}

impl Sound {
    /// The sound of an alert: critical is high priority, high is medium, medium is low, and low is
    /// only seen.
    pub(crate) fn of(severity: Severity) -> Option<Sound> {
        match severity {
            Severity::Critical => Some(Sound::High),
            Severity::High => Some(Sound::Medium),
            Severity::Medium => Some(Sound::Low),
            Severity::Low => None,
        }
    }

    fn pattern(self) -> Pattern {
        match self {
            Sound::High => Pattern {
                pulses: &HIGH,
                duration_ms: 150,
                interval_ms: 3_000,
            },
            Sound::Medium => Pattern {
                pulses: &MEDIUM,
                duration_ms: 200,
                interval_ms: 5_000,
            },
            Sound::Low => Pattern {
                pulses: &LOW,
                duration_ms: 200,
                interval_ms: 16_000,
            },
            Sound::LinkLost => Pattern {
                pulses: &LINK_LOST,
                duration_ms: 200,
                interval_ms: 20_000,
            },
        }
    }

    /// Silence from the end of one burst to the start of the next.
    pub(crate) fn interval(self) -> Duration {
        Duration::from_millis(self.pattern().interval_ms)
    }

    /// One burst at [`RATE`], one channel, from -1 to 1.
    pub(crate) fn burst(self) -> Vec<f32> {
        let Pattern {
            pulses,
            duration_ms,
            ..
        } = self.pattern();
        let mut samples = Vec::new();
        for (index, pulse) in pulses.iter().enumerate() {
            add_pulse(&mut samples, pulse.frequency, duration_ms);
            if index + 1 < pulses.len() {
                // The pulse is longer than its duration by one rise (see `add_pulse`).
                let silence = pulse.gap_ms - rise_ms(duration_ms);
                samples.resize(samples.len() + count(silence), 0.0);
            }
        }
        samples
    }
}

/// A burst: its pulses and the silence after the whole.
struct Pattern {
    pulses: &'static [Pulse],
    /// Time above half of the full amplitude, in milliseconds.
    duration_ms: u32,
    interval_ms: u64,
}

/// One pulse and the silence after it, in milliseconds; the last one's is the pattern's interval.
struct Pulse {
    frequency: f32,
    gap_ms: u32,
}

const fn pulse(frequency: f32, gap_ms: u32) -> Pulse {
    Pulse { frequency, gap_ms }
}

const C4: f32 = 261.63;
const D4: f32 = 293.66;
const E4: f32 = 329.63;
const G4: f32 = 392.0;
/// High priority: x between pulses, 2x + t after the third, 0.35 to 1.3 s in the middle.
const X: u32 = 100;
const LONG: u32 = 2 * X + 150;
const HALVES: u32 = 500;
/// Medium and low priority: y between pulses.
const Y: u32 = 200;

/// The melody of the general alarm, C C C – C C, twice.
const HIGH: [Pulse; 10] = [
    pulse(C4, X),
    pulse(C4, X),
    pulse(C4, LONG),
    pulse(C4, X),
    pulse(C4, HALVES),
    pulse(C4, X),
    pulse(C4, X),
    pulse(C4, LONG),
    pulse(C4, X),
    pulse(C4, 0),
];
const MEDIUM: [Pulse; 3] = [pulse(C4, Y), pulse(C4, Y), pulse(C4, 0)];
const LOW: [Pulse; 2] = [pulse(E4, Y), pulse(C4, 0)];
const LINK_LOST: [Pulse; 2] = [pulse(G4, Y), pulse(D4, 0)];

/// Amplitudes of the fundamental and its harmonics: all within 8 dB, where 15 are allowed, so that
/// a small speaker and an ageing ear still have four to locate it by.
const HARMONICS: [f32; 6] = [1.0, 0.8, 0.65, 0.55, 0.45, 0.4];
/// Peak of a burst, leaving room for the mixer.
const PEAK: f32 = 0.8;

/// Rise and fall: 15 % of the pulse, between the standard's 10 and 40.
fn rise_ms(duration_ms: u32) -> u32 {
    duration_ms * 15 / 100
}

fn count(milliseconds: u32) -> usize {
    // Far below any limit: seconds of sound.
    (RATE as usize * milliseconds as usize) / 1000
}

/// Appends a pulse whose envelope is above one half for `duration_ms`: it rises and falls along a
/// raised cosine, half of which lies outside that time on either side.
fn add_pulse(samples: &mut Vec<f32>, frequency: f32, duration_ms: u32) {
    let rise = count(rise_ms(duration_ms));
    let length = count(duration_ms) + rise;
    let loudest: f32 = HARMONICS.iter().sum();
    let mut phase = 0.0_f32;
    for index in 0..length {
        let edge = index.min(length - index);
        let envelope = if edge >= rise {
            1.0
        } else {
            0.5 - 0.5 * (std::f32::consts::PI * ratio(edge, rise)).cos()
        };
        let wave: f32 = (1_u8..)
            .zip(HARMONICS)
            .map(|(order, amplitude)| {
                amplitude * (std::f32::consts::TAU * phase * f32::from(order)).sin()
            })
            .sum();
        samples.push(PEAK * envelope * wave / loudest);
        phase = (phase + frequency / RATE_F).fract();
    }
}

const RATE_F: f32 = 44_100.0;

fn ratio(part: usize, whole: usize) -> f32 {
    // Both are sample counts of a pulse: exact in an f32.
    let exact = |n: usize| u16::try_from(n).map_or(f32::from(u16::MAX), f32::from);
    exact(part) / exact(whole).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start and duration of each pulse in seconds, measured at half amplitude.
    fn measure(samples: &[f32]) -> Vec<(f64, f64)> {
        let rate = f64::from(RATE);
        // The envelope: the largest amplitude within one period of the lowest note.
        let window = 169;
        let envelope: Vec<f32> = (0..samples.len())
            .map(|i| {
                samples[i.saturating_sub(window / 2)..(i + window / 2).min(samples.len())]
                    .iter()
                    .fold(0.0_f32, |a, b| a.max(b.abs()))
            })
            .collect();
        let peak = envelope.iter().fold(0.0_f32, |a, b| a.max(*b));
        let mut pulses = Vec::new();
        let mut start = None;
        for (index, level) in envelope.iter().chain([&0.0]).enumerate() {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a sample index of a few seconds"
            )]
            let at = index as f64 / rate;
            match (start, *level > peak / 2.0) {
                (None, true) => start = Some(at),
                (Some(begun), false) => {
                    pulses.push((begun, at - begun));
                    start = None;
                }
                _ => {}
            }
        }
        pulses
    }

    /// Level of one frequency in decibels (Goertzel).
    fn level(samples: &[f32], frequency: f64) -> f64 {
        let omega = std::f64::consts::TAU * frequency / f64::from(RATE);
        let (mut before, mut last) = (0.0_f64, 0.0_f64);
        for sample in samples {
            let now = f64::from(*sample) + 2.0 * omega.cos() * last - before;
            before = last;
            last = now;
        }
        10.0 * (last * last + before * before - 2.0 * omega.cos() * last * before).log10()
    }

    fn gaps(pulses: &[(f64, f64)]) -> Vec<f64> {
        pulses
            .windows(2)
            .map(|pair| pair[1].0 - (pair[0].0 + pair[0].1))
            .collect()
    }

    /// Measuring blurs each edge by up to half a window.
    const BLUR: f64 = 0.008;

    fn within(value: f64, low: f64, high: f64) -> bool {
        (low - BLUR..=high + BLUR).contains(&value)
    }

    #[test]
    fn high_priority_is_ten_pulses_in_two_fives() {
        let pulses = measure(&Sound::High.burst());
        assert_eq!(pulses.len(), 10);
        let duration = 0.15;
        assert!(
            pulses
                .iter()
                .all(|(_, length)| within(*length, 0.075, 0.200)),
            "{pulses:?}"
        );
        for (index, gap) in gaps(&pulses).into_iter().enumerate() {
            match index {
                2 | 7 => assert!(
                    within(gap, 2.0 * 0.1 + duration, 2.0 * 0.1 + duration),
                    "{index}: {gap}"
                ),
                4 => assert!((0.35..=1.30).contains(&gap), "{index}: {gap}"),
                _ => assert!((0.050..=0.125).contains(&gap), "{index}: {gap}"),
            }
        }
        let interval = Sound::High.interval().as_secs_f64();
        assert!((2.5..=15.0).contains(&interval));
    }

    #[test]
    fn medium_priority_is_three_pulses() {
        let pulses = measure(&Sound::Medium.burst());
        assert_eq!(pulses.len(), 3);
        assert!(
            pulses
                .iter()
                .all(|(_, length)| (0.125..=0.250).contains(length)),
            "{pulses:?}"
        );
        assert!(
            gaps(&pulses)
                .iter()
                .all(|gap| (0.125..=0.250).contains(gap)),
            "{pulses:?}"
        );
        assert!((2.5..=30.0).contains(&Sound::Medium.interval().as_secs_f64()));
    }

    #[test]
    fn low_priority_and_the_lost_link_are_two_pulses_with_long_pauses() {
        for sound in [Sound::Low, Sound::LinkLost] {
            let pulses = measure(&sound.burst());
            assert_eq!(pulses.len(), 2);
            assert!(
                pulses
                    .iter()
                    .all(|(_, length)| (0.125..=0.250).contains(length)),
                "{pulses:?}"
            );
            assert!(
                gaps(&pulses)
                    .iter()
                    .all(|gap| (0.125..=0.250).contains(gap)),
                "{pulses:?}"
            );
            assert!(sound.interval().as_secs_f64() > 15.0);
        }
    }

    #[test]
    fn every_pulse_has_four_harmonics_near_its_fundamental() {
        for (sound, patterns) in [
            (Sound::High, &HIGH[..]),
            (Sound::Medium, &MEDIUM),
            (Sound::Low, &LOW),
            (Sound::LinkLost, &LINK_LOST),
        ] {
            let burst = sound.burst();
            for ((start, length), pulse) in measure(&burst).into_iter().zip(patterns) {
                let fundamental = f64::from(pulse.frequency);
                assert!((150.0..=1000.0).contains(&fundamental));
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a time within the burst"
                )]
                let index = |second: f64| (second * f64::from(RATE)) as usize;
                let steady = &burst[index(start + 0.03)..index(start + length - 0.03)];
                let base = level(steady, fundamental);
                let near = (2..=15)
                    .map(|order| fundamental * f64::from(order))
                    .filter(|frequency| (300.0..=4000.0).contains(frequency))
                    .filter(|frequency| (level(steady, *frequency) - base).abs() <= 15.0)
                    .count();
                assert!(near >= 4, "{sound:?}: {near} harmonics");
                // Between the harmonics there is nothing: it is a tone, not a noise.
                assert!(level(steady, fundamental * 1.5) < base - 15.0);
            }
        }
    }

    #[test]
    fn a_burst_is_loud_and_never_clips() {
        for sound in [Sound::High, Sound::Medium, Sound::Low, Sound::LinkLost] {
            let peak = sound.burst().iter().fold(0.0_f32, |a, b| a.max(b.abs()));
            assert!((0.5..=1.0).contains(&peak), "{sound:?}: {peak}");
        }
    }

    #[test]
    fn severities_map_to_priorities_and_low_is_only_seen() {
        assert_eq!(Sound::of(Severity::Critical), Some(Sound::High));
        assert_eq!(Sound::of(Severity::High), Some(Sound::Medium));
        assert_eq!(Sound::of(Severity::Medium), Some(Sound::Low));
        assert_eq!(Sound::of(Severity::Low), None);
    }
}
