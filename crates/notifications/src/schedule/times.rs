//! The times of day, the steps and the stretches of a schedule, as words.

use std::collections::BTreeSet;

use super::{
    advice,
    plan::{Days, Minute},
    tokens::{Kind, tokens},
    words::{Cadence, Parts, Reader},
};

/// A time of day as it was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Time {
    pub(super) at: Minute,
    /// It says which half of the day it is in.
    marked: bool,
    /// It does not, and may be in either: "5", "5:30", but not "05:30" or "17".
    loose: bool,
    /// A number alone, which may be no time at all.
    bare: bool,
}

/// Half of a day, as people say it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Half {
    Morning,
    Later,
}

impl Half {
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "morning" | "mornings" => Some(Self::Morning),
            "afternoon" | "afternoons" | "evening" | "evenings" => Some(Self::Later),
            _ => None,
        }
    }

    /// The time in this half of the day; `None` if it is in the other.
    pub(super) fn put(self, time: Time) -> Option<Time> {
        let at = match self {
            Self::Later if time.loose => time.at + 720,
            _ => time.at,
        };
        let is_later = at >= 720;
        (is_later == (self == Self::Later)).then_some(Time { at, marked: true, loose: false, bare: false })
    }
}

impl Reader {
    /// "hourly", "every 2 hours", "every 15 minutes", "hourly at :30".
    pub(super) fn step(&mut self) -> bool {
        if self.parts.step.is_some() {
            return false;
        }
        let Some(step) = self.attempt(Self::distance) else { return false };
        let past = self.attempt(|reader| {
            reader.take(&["at", "@"]);
            let past = reader.list(|reader, _| {
                let Kind::Past(minute) = reader.kind(0)? else { return None };
                reader.at += 1;
                u8::try_from(minute).ok().filter(|minute| *minute < 60)
            });
            (!past.is_empty()).then_some(past)
        });
        if past.is_none() {
            self.phrase(&[&["on"], &["the"], &["hour"]]);
        }
        self.parts.step = Some((step, past.into_iter().flatten().collect()));
        true
    }

    /// Minutes from one run to the next.
    fn distance(&mut self) -> Option<u16> {
        const HOUR: &[&str] = &["hour", "hours", "hr", "hrs", "h"];
        if self.take(&["hourly"]) {
            return Some(60);
        }
        if self.phrase(&[&["half"], &["hourly"]]) || self.phrase(&[&["half"], &["-"], &["hourly"]]) {
            return Some(30);
        }
        self.take(&["every", "each"]).then_some(())?;
        if self.phrase(&[&["half"], &["a", "an"], &["hour"]]) || self.phrase(&[&["half"], &["hour"]]) {
            return Some(30);
        }
        if self.phrase(&[&["quarter"], &["of"], &["an"], &["hour"]]) || self.phrase(&[&["quarter"], &["hour"]]) {
            return Some(15);
        }
        let count = if self.take(&["other", "second"]) { 2 } else { self.attempt(Self::count_of).unwrap_or(1) };
        if self.take(HOUR) {
            return count.checked_mul(60);
        }
        self.take(&["minute", "minutes", "min", "mins", "m"]).then_some(count)
    }

    /// "90", "two".
    fn count_of(&mut self) -> Option<u16> {
        if let Some(Kind::Number(count)) = self.kind(0) {
            self.at += 1;
            return Some(count);
        }
        self.number()
    }

    /// "from 9:00 to 17:00", "between 9 and 17", "9-17".
    pub(super) fn window(&mut self) -> Result<bool, String> {
        if self.parts.window.is_some() {
            return Ok(false);
        }
        let found = self.attempt(|reader| {
            let between = reader.take(&["between"]);
            if !between && !reader.take(&["from"]) {
                reader.take(&["at"]);
            }
            let from = reader.time()?;
            (reader.dash() || (between && reader.separator())).then_some(())?;
            Some((from, reader.time()?))
        });
        let Some((from, to)) = found else { return Ok(false) };
        let is_mixed = if from.marked { to.loose } else { from.loose && to.marked && from.at + 720 < to.at };
        if is_mixed {
            return Err(advice::HALVES.to_owned());
        }
        self.parts.window = Some((from, to));
        Ok(true)
    }

    /// "at 9", "9:00, 13:00 and 5:30pm", "noon".
    pub(super) fn times(&mut self) -> Result<bool, String> {
        if !self.parts.times.is_empty() {
            return Ok(false);
        }
        let begin = self.at;
        let at = self.take(&["at", "@"]);
        if !at && self.kind(0) == Some(Kind::Dash) && has_days(&self.parts) {
            self.at += 1;
        }
        let bare = at || takes_hours(&self.parts);
        let mut is_first = true;
        let times = self.list(|reader, separated| {
            let at = separated && reader.take(&["at", "@"]);
            let time = reader.time()?;
            let is_clear = !time.bare || at || if is_first { bare } else { separated };
            is_first = false;
            is_clear.then_some(time)
        });
        if times.is_empty() {
            self.at = begin;
            return Ok(false);
        }
        if is_mixed(&times) {
            return Err(advice::HALVES.to_owned());
        }
        self.parts.times = times;
        Ok(true)
    }

    /// A time of day.
    pub(super) fn time(&mut self) -> Option<Time> {
        self.attempt(|reader| {
            let time = reader.clock()?;
            let half = reader.attempt(|reader| {
                reader.phrase(&[&["in"], &["the"]]).then_some(())?;
                let half = Half::of(reader.word(0))?;
                reader.at += 1;
                Some(half)
            });
            half.map_or(Some(time), |half| half.put(time))
        })
    }

    fn clock(&mut self) -> Option<Time> {
        if self.take(&["noon", "midday"]) {
            return Some(Time { at: 720, marked: true, loose: false, bare: false });
        }
        if self.take(&["midnight"]) {
            return Some(Time { at: 0, marked: true, loose: false, bare: false });
        }
        for (words, to, minutes) in [("half", "past", 30), ("quarter", "past", 15), ("quarter", "to", -15)] {
            let past = self.attempt(|reader| {
                reader.phrase(&[&[words], &[to]]).then_some(())?;
                let hour = i32::from(reader.number().filter(|hour| (1..=12).contains(hour))?);
                u16::try_from((hour * 60 + minutes).rem_euclid(12 * 60)).ok()
            });
            if let Some(past) = past {
                return self.in_half(past / 60, past % 60, false, false);
            }
        }
        let is_written = self.word(0).starts_with('0');
        match self.kind(0)? {
            Kind::Clock(hour, minute) => {
                self.at += 1;
                self.in_half(hour, minute, false, is_written)
            }
            Kind::Number(value) if self.word(0).len() == 4 => {
                let is_at = self.at > 0 && matches!(self.tokens[self.at - 1].text.as_str(), "at" | "@");
                self.at += 1;
                let is_hours = self.take(&["h", "hrs", "hours"]);
                // Otherwise it may be a year.
                (is_hours || is_at || !(1900..=2100).contains(&value)).then_some(())?;
                self.in_half(value / 100, value % 100, false, is_written)
            }
            _ => {
                let hour = self.number()?;
                if self.phrase(&[&["noon", "midday"]]) && hour == 12 {
                    return Some(Time { at: 720, marked: true, loose: false, bare: false });
                }
                if self.phrase(&[&["midnight"]]) && hour == 12 {
                    return Some(Time { at: 0, marked: true, loose: false, bare: false });
                }
                if self.take(&["h"]) {
                    let minute = match self.kind(0) {
                        Some(Kind::Number(minute)) if self.word(0).len() == 2 => {
                            self.at += 1;
                            minute
                        }
                        _ => 0,
                    };
                    return self.in_half(hour, minute, false, true);
                }
                let has_mark = self.take(&["o'clock", "oclock", "hrs", "hours"]);
                self.in_half(hour, 0, !has_mark, is_written)
            }
        }
    }

    /// The time, in the half of the day that stands behind it. A `written` hour is one of 24.
    fn in_half(&mut self, hour: u16, minute: u16, bare: bool, written: bool) -> Option<Time> {
        let (hour, marked) = match (self.take(&["am"]), self.take(&["pm"])) {
            (false, false) => (hour, false),
            (_, later) => ((1..=12).contains(&hour).then_some(hour % 12 + if later { 12 } else { 0 })?, true),
        };
        let loose = !marked && !written && (1..12).contains(&hour);
        (hour < 24 && minute < 60).then_some(Time { at: hour * 60 + minute, marked, loose, bare: bare && !marked })
    }
}

/// Times of which one may be in the other half of the day, by what stands beside it: "8 and 9pm", "9am and 5", "9 and 5".
fn is_mixed(times: &[Time]) -> bool {
    times.iter().enumerate().any(|(at, time)| {
        let is_marked_before = times[..at].iter().any(|before| before.marked);
        let may_be_later = times[at..].iter().any(|after| after.marked && time.at + 720 < after.at);
        let is_back = times[..at].iter().any(|before| !before.marked && before.at < 780 && before.at > time.at);
        time.loose && (is_marked_before || may_be_later || is_back)
    })
}

fn has_days(parts: &Parts) -> bool {
    parts.days.is_some() || parts.cadence.is_some()
}

/// A number behind these is an hour: behind a day of the month it may be another one, and so it may behind "monthly".
fn takes_hours(parts: &Parts) -> bool {
    match &parts.days {
        Some(Days::Monthly { .. }) => false,
        Some(_) => true,
        None => matches!(parts.cadence, Some(Cadence::Day | Cadence::Week)),
    }
}

/// One time and nothing else, as in quiet hours; a number alone is none.
pub(super) fn only(text: &str) -> Option<Minute> {
    /// As long as a time may be, in bytes.
    const MAX_TIME_LENGTH: usize = 50;
    if text.len() > MAX_TIME_LENGTH {
        return None;
    }
    let mut reader = Reader { tokens: tokens(text), at: 0, parts: Parts::default() };
    let time = reader.time()?;
    (reader.at == reader.tokens.len() && !time.bare).then_some(time.at)
}

/// The times from one to another, at a distance.
pub(super) fn stretch(from: Time, to: Time, step: u16) -> BTreeSet<Minute> {
    (from.at..=to.at).step_by(usize::from(step.max(1))).collect()
}
