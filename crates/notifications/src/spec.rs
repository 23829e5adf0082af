//! What a digest, a board and an alert are, as they stand in the database: checked when they are made, read without a check.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use views::Link;

use crate::{
    decide::Rule,
    metric::{Metric, Target, Unit},
    schedule::{Hours, Schedule, ScheduleError},
};

/// Without samples for this long nobody knows how it was meanwhile, unless they come more seldom anyway.
const MIN_GAP: SignedDuration = SignedDuration::from_mins(5);

/// A digest.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct DigestSpec {
    /// Its title; "Digest" if `None`.
    pub title: Option<String>,
    /// When it is due, as it was written.
    pub schedule: String,
    /// The IANA name of the zone that the schedule is in.
    pub zone: String,
    /// The look-ups that it tells, in their order.
    pub sections: Vec<Link>,
    /// Only of these departments, by id; of all when empty.
    #[serde(default)]
    pub departments: Vec<String>,
}

impl DigestSpec {
    /// When it comes: its schedule as it was understood, and the zone.
    #[must_use]
    pub fn when(&self) -> String {
        self.schedule().map_or_else(|_| format!("{}, {}", self.schedule, self.zone), |schedule| schedule.to_string())
    }

    /// Its schedule.
    pub fn schedule(&self) -> Result<Schedule, ScheduleError> {
        Schedule::read(&self.schedule, &self.zone)
    }

    /// The first run after `after`.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        self.schedule().ok()?.next(after)
    }
}

/// A board.
#[derive(Clone, Debug, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct BoardSpec {
    /// Only of this department, by id; of all if `None`.
    pub department: Option<String>,
    /// The look-ups that it shows, in their order.
    pub parts: Vec<Link>,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertSpec {
    /// What it watches.
    pub metric: Metric,
    /// Of which department or agent, by id; of all if `None`.
    pub target: Option<String>,
    /// What that is called.
    pub target_name: Option<String>,
    /// At this value, or beyond it, it fires.
    pub fire: f64,
    /// At this value, or back beyond it, it is over.
    pub clear: f64,
    /// For how many seconds it must be beyond `fire` first.
    pub fire_hold: i64,
    /// For how many seconds it must be back beyond `clear` first.
    pub clear_hold: i64,
    /// The role that is pinged when it fires, once.
    pub role: Option<u64>,
    /// How bad it is.
    pub severity: Severity,
    /// When nothing is posted anew.
    pub quiet: Option<Quiet>,
    /// How often it is posted again while it is firing and nobody has acknowledged it, in seconds.
    pub repeat: Option<i64>,
}

/// How bad an alert is.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Somebody should look.
    #[default]
    Warning,
    /// Somebody must act.
    Critical,
}

/// Hours of the day at which nothing is posted anew.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Quiet {
    /// Such as `22:00-07:00`.
    pub hours: String,
    /// The IANA name of their zone.
    pub zone: String,
}

impl Quiet {
    /// The hours and their zone, or which of them can't be read.
    pub(crate) fn read(&self) -> Result<(Hours, TimeZone), &'static str> {
        let hours = self.hours.parse().map_err(|_| "its quiet hours")?;
        Ok((hours, TimeZone::get(&self.zone).map_err(|_| "the zone of its quiet hours")?))
    }
}

/// What is wrong with an alert, in a sentence for whoever makes it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AlertError {
    /// It needs to know of what.
    #[error("choose the {what} to watch in `{what}`")]
    NoTarget {
        /// A department or an agent.
        what: &'static str,
    },
    /// The thresholds leave no band between them.
    #[error("`clear` must be {side} than `fire` ({fire}), or the alert would keep switching")]
    NoBand {
        /// Lower or higher.
        side: &'static str,
        /// The threshold.
        fire: f64,
    },
    /// A threshold that no figure can reach.
    #[error("a threshold must be from 0 to 1,000,000")]
    Threshold,
    /// A threshold that would always fire.
    #[error("{0} is normally 0, so `fire` must be above 0")]
    Always(&'static str),
    /// A threshold for what has none.
    #[error("{0} has no threshold, so leave `fire` and `clear` empty")]
    Truth(&'static str),
    /// Too long, or no time at all.
    #[error("{what} must be from {least} to {most} minutes")]
    Hold {
        /// Which option.
        what: &'static str,
        /// In minutes.
        least: i64,
        /// In minutes.
        most: i64,
    },
    /// The quiet hours can't be read.
    #[error("{0}")]
    Quiet(String),
}

impl AlertSpec {
    /// Whether it makes sense.
    pub fn check(&self) -> Result<(), AlertError> {
        let title = self.metric.title();
        match self.metric.target() {
            Target::Department if self.target.is_none() => {
                return Err(AlertError::NoTarget { what: "department" });
            }
            Target::Agent if self.target.is_none() => {
                return Err(AlertError::NoTarget { what: "agent" });
            }
            _ => {}
        }
        if [self.fire, self.clear].iter().any(|value| !(0.0..=1_000_000.0).contains(value)) {
            return Err(AlertError::Threshold);
        }
        if self.metric.unit() == Unit::Truth && (self.fire, self.clear) != (1.0, 0.0) {
            return Err(AlertError::Truth(title));
        }
        match self.metric.bad() {
            crate::decide::Bad::High if self.fire <= 0.0 => return Err(AlertError::Always(title)),
            crate::decide::Bad::High if self.clear >= self.fire => {
                return Err(AlertError::NoBand { side: "lower", fire: self.fire });
            }
            crate::decide::Bad::Low if self.clear <= self.fire => {
                return Err(AlertError::NoBand { side: "higher", fire: self.fire });
            }
            _ => {}
        }
        let within = |what, seconds: i64, least: i64, most: i64| {
            let fits = (least * 60..=most * 60).contains(&seconds);
            if fits { Ok(()) } else { Err(AlertError::Hold { what, least, most }) }
        };
        within("`for`", self.fire_hold, 0, 24 * 60)?;
        within("`clear_for`", self.clear_hold, 0, 24 * 60)?;
        if let Some(repeat) = self.repeat {
            within("`repeat`", repeat, 5, 7 * 24 * 60)?;
        }
        if let Some(quiet) = &self.quiet {
            quiet.hours.parse::<Hours>().map_err(AlertError::Quiet)?;
            TimeZone::get(&quiet.zone)
                .map_err(|_| AlertError::Quiet(ScheduleError::Zone(quiet.zone.clone()).to_string()))?;
        }
        Ok(())
    }

    /// When it is over where nothing is said: at half of `fire`, or, of what little is bad, one above it.
    #[must_use]
    pub fn usual_clear(metric: Metric, fire: f64) -> f64 {
        match (metric.bad(), metric.unit()) {
            (_, Unit::Truth) => 0.0,
            (crate::decide::Bad::High, _) => (fire / 2.0).floor(),
            (crate::decide::Bad::Low, _) => fire + 1.0,
        }
    }

    /// What the decision goes by, with samples that come every `interval`.
    #[must_use]
    pub fn rule(&self, interval: SignedDuration) -> Rule {
        Rule {
            bad: self.metric.bad(),
            fire: self.fire,
            clear: self.clear,
            fire_hold: SignedDuration::from_secs(self.fire_hold),
            clear_hold: SignedDuration::from_secs(self.clear_hold),
            repeat: self.repeat.map(SignedDuration::from_secs),
            gap: MIN_GAP.max(interval * 3),
        }
    }

    /// The name of the history of what it watches.
    #[must_use]
    pub fn series(&self) -> String {
        self.metric.series(self.target.as_deref())
    }

    /// Whether these are quiet hours.
    #[must_use]
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        let read = self.quiet.as_ref().and_then(|quiet| quiet.read().ok());
        read.is_some_and(|(hours, zone)| hours.hold(now, &zone))
    }
}
