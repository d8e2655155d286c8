//! Vital signs over days: what a nurse would have written down.
//!
//! Plausible, not a model of physiology. Values stay within what can be measured.

use super::{dice::Dice, illness::Course};

/// One set of observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// Breaths a minute.
    pub(crate) respiration: f64,
    /// Percent.
    pub(crate) saturation: f64,
    pub(crate) on_oxygen: bool,
    /// mmHg; not measured in the newborn.
    pub(crate) pressure: Option<(f64, f64)>,
    /// Beats a minute.
    pub(crate) pulse: f64,
    /// Degrees Celsius.
    pub(crate) temperature: f64,
    /// As `observation_sets.consciousness`.
    pub(crate) consciousness: &'static str,
}

/// What is usual for somebody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usual {
    respiration: f64,
    saturation: f64,
    systolic: f64,
    pulse: f64,
    temperature: f64,
    needs_oxygen: bool,
    is_child: bool,
}

impl Usual {
    /// By age in years and whether oxygen is part of the treatment.
    pub(crate) fn of(dice: &mut Dice, age: i64, needs_oxygen: bool) -> Self {
        let (respiration, systolic, pulse) = match age {
            0 => (38.0, 80.0, 130.0),
            1..5 => (26.0, 92.0, 112.0),
            5..13 => (21.0, 104.0, 92.0),
            13..50 => (15.0, 122.0, 74.0),
            _ => (16.5, 134.0, 77.0),
        };
        Self {
            respiration: respiration + dice.swing() * 2.5,
            saturation: if needs_oxygen { 94.5 } else { 97.2 } + dice.swing() * 1.2,
            systolic: systolic + dice.swing() * 16.0,
            pulse: pulse + dice.swing() * 11.0,
            temperature: 36.8 + dice.swing() * 0.4,
            needs_oxygen,
            is_child: age < 16,
        }
    }

    /// Whether an adult's weight and height would be wrong.
    pub(crate) fn is_child(&self) -> bool {
        self.is_child
    }
}

/// The reading at a point of the course: 0 at its beginning, 1 now.
pub(crate) fn reading(dice: &mut Dice, usual: &Usual, course: Course, progress: f64) -> Reading {
    // How ill: 0 well, 1 at the worst this course knows.
    let ill = match course {
        Course::Steady => 0.12,
        Course::Improving => 0.75 * (1.0 - progress),
        Course::Deteriorating => 0.15 + 0.85 * progress * progress,
        Course::Critical => 0.75,
        Course::Newborn => 0.0,
    };
    let mut moved = |value: f64, by: f64, noise: f64, least: f64, most: f64| {
        (value + by * ill + dice.swing() * noise).clamp(least, most)
    };
    let respiration = moved(usual.respiration, 11.0, 1.6, 8.0, 60.0).round();
    let saturation = moved(usual.saturation, -8.0, 1.0, 78.0, 100.0).round();
    let systolic = moved(usual.systolic, -34.0, 7.0, 62.0, 205.0).round();
    let pulse = moved(usual.pulse, 46.0, 6.0, 38.0, 185.0).round();
    let temperature = moved(usual.temperature, 1.9, 0.25, 34.8, 40.6);
    let diastolic = (systolic * 0.6 + dice.swing() * 5.0).round();
    let consciousness = match course {
        Course::Critical if dice.percent(40) => "unresponsive",
        Course::Critical => "voice",
        _ if ill > 0.9 => "voice",
        _ if ill > 0.75 => "confusion",
        _ => "alert",
    };
    Reading {
        respiration,
        saturation,
        on_oxygen: usual.needs_oxygen
            || course == Course::Critical
            || saturation < 92.0
            || ill > 0.8,
        pressure: (course != Course::Newborn).then_some((systolic, diastolic)),
        pulse,
        temperature: (temperature * 10.0).round() / 10.0,
        consciousness,
    }
}

/// When observations were taken, in minutes before now, oldest first, and no longer ago than `since`
/// minutes or three days.
pub(crate) fn times(dice: &mut Dice, course: Course, since: i64) -> Vec<i64> {
    let reach = since.clamp(0, 72 * 60);
    let last = dice.between(6, 50).min(reach);
    let mut ago = last;
    let mut times = Vec::new();
    while ago <= reach {
        times.push(ago);
        let every = match course {
            Course::Critical => 60,
            Course::Deteriorating if ago < 12 * 60 => 60,
            Course::Deteriorating | Course::Newborn => 240,
            Course::Steady | Course::Improving => 360,
        };
        ago += every + dice.between(-15, 15);
    }
    times.reverse();
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::generate::dice::About;

    #[test]
    fn somebody_who_deteriorates_ends_worse_than_somebody_steady() {
        for index in 0..500 {
            let mut dice = Dice::of(3, About::Observation, index);
            let usual = Usual::of(&mut dice, 60, false);
            let worst = reading(&mut dice, &usual, Course::Deteriorating, 1.0);
            let steady = reading(&mut dice, &usual, Course::Steady, 1.0);
            assert!(worst.saturation < steady.saturation, "{worst:?} {steady:?}");
            assert!(worst.pulse > steady.pulse && worst.respiration > steady.respiration);
            assert!(worst.on_oxygen && worst.consciousness != "alert");
            for r in [worst, steady] {
                assert!((78.0..=100.0).contains(&r.saturation));
                assert!(r.pressure.is_some_and(|(s, d)| s > d));
            }
        }
    }

    #[test]
    fn observations_lie_within_three_days_and_within_the_stay() {
        for index in 0..500 {
            let mut dice = Dice::of(3, About::Observation, index);
            let times = times(&mut dice, Course::Deteriorating, 300);
            assert!(!times.is_empty() && times.iter().all(|t| (0..=300).contains(t)));
            assert!(times.is_sorted_by(|a, b| a > b));
            let longest = super::times(&mut dice, Course::Critical, i64::MAX);
            assert!((60..90).contains(&longest.len()), "{}", longest.len());
            assert!(longest[0] <= 72 * 60);
        }
    }
}
