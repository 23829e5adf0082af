//! The weekdays and months of a schedule, and how often they come, as words.

use std::collections::BTreeSet;

use super::{
    advice,
    plan::{Days, MONTHS, WEEKDAYS, every_day},
    times::Half,
    words::{Cadence, Reader},
};

pub(super) const EVERY: &[&str] = &["every", "each"];

impl Reader {
    /// Days, or how often they come: each once.
    pub(super) fn days(&mut self) -> Result<bool, String> {
        let begin = self.at;
        self.take(&["on"]);
        if self.parts.cadence.is_none()
            && let Some(cadence) = self.attempt(Self::cadence)
        {
            self.parts.cadence = Some(cadence);
            return Ok(true);
        }
        if self.parts.days.is_none() {
            if let Some(days) = self.attempt(Self::month_days) {
                self.parts.days = Some(days);
                return Ok(true);
            }
            if let Some(days) = self.named_days()? {
                self.parts.days = Some(days);
                return Ok(true);
            }
        }
        self.at = begin;
        Ok(false)
    }

    fn cadence(&mut self) -> Option<Cadence> {
        if self.take(&["daily", "everyday"]) || self.phrase(&[EVERY, &["day"]]) {
            return Some(Cadence::Day);
        }
        if self.phrase(&[EVERY, &["morning", "afternoon", "evening"]]) {
            self.at -= 1;
            self.parts.half = self.half();
            return Some(Cadence::Day);
        }
        if self.take(&["weekly"]) || self.phrase(&[EVERY, &["week"]]) {
            return Some(Cadence::Week);
        }
        if self.take(&["monthly"]) || self.phrase(&[EVERY, &["month"]]) {
            return Some(Cadence::Months(1));
        }
        if self.take(&["quarterly"]) || self.phrase(&[EVERY, &["quarter"]]) {
            return Some(Cadence::Months(3));
        }
        if self.take(&["yearly", "annually"]) || self.phrase(&[EVERY, &["year"]]) {
            return Some(Cadence::Months(12));
        }
        if !self.take(EVERY) {
            return None;
        }
        let months = if self.take(&["other"]) { 2 } else { self.number()? };
        let months = u8::try_from(months).ok().filter(|months| matches!(months, 1 | 2 | 3 | 4 | 6 | 12))?;
        self.take(&["month", "months"]).then_some(Cadence::Months(months))
    }

    /// "weekdays", "every Monday", "mon-fri".
    fn named_days(&mut self) -> Result<Option<Days>, String> {
        let every = self.take(&["every", "each", "all"]);
        if !every {
            self.take(&["from"]);
        }
        let Some(days) = self.set_of_days().or_else(|| self.weekday_list()) else { return Ok(None) };
        if let Some(half) = self.attempt(Self::half) {
            self.parts.half = Some(half);
        }
        if self.phrase(&[&["of", "in"], &["the", "each", "every"], &["month"]]) {
            return Err(advice::which_of_the_month(&days));
        }
        Ok(Some(Days::Weekly(days)))
    }

    /// "weekdays", "working days", "weekends".
    fn set_of_days(&mut self) -> Option<BTreeSet<u8>> {
        if self.take(&["weekday", "weekdays", "workday", "workdays"])
            || self.phrase(&[&["working", "business", "work", "week"], &["day", "days"]])
        {
            return Some((1..=5).collect());
        }
        self.take(&["weekend", "weekends"]).then(|| BTreeSet::from([0, 6]))
    }

    /// "morning" behind a day.
    fn half(&mut self) -> Option<Half> {
        let half = Half::of(self.word(0))?;
        self.at += 1;
        Some(half)
    }

    pub(super) fn weekday_list(&mut self) -> Option<BTreeSet<u8>> {
        let days = self.list(|reader, separated| {
            if separated {
                reader.take(&["on"]);
                reader.take(EVERY);
            }
            let from = reader.weekday()?;
            let to = reader.attempt(|reader| {
                reader.dash().then_some(())?;
                reader.weekday()
            });
            // "fri-mon" goes over the end of the week.
            let length = to.map_or(0, |to| (7 + to - from) % 7);
            Some((0..=length).map(move |day| (from + day) % 7))
        });
        let days: BTreeSet<u8> = days.into_iter().flatten().collect();
        (!days.is_empty()).then_some(days)
    }

    fn weekday(&mut self) -> Option<u8> {
        let day = weekday(self.word(0))?;
        self.at += 1;
        Some(day)
    }

    /// "except Sunday".
    pub(super) fn except(&mut self) -> bool {
        let found = self.attempt(|reader| {
            let is_next = reader.take(&["except", "excluding"]) || reader.phrase(&[&["but"], &["not"]]);
            if !is_next || !reader.parts.except.is_empty() {
                return None;
            }
            reader.take(&["on", "for"]);
            reader.set_of_days().or_else(|| reader.weekday_list())
        });
        let is_found = found.is_some();
        self.parts.except.extend(found.into_iter().flatten());
        is_found
    }

    /// "in January and July", "of each March".
    pub(super) fn months(&mut self) -> bool {
        if self.parts.months.is_some() {
            return false;
        }
        let found = self.attempt(|reader| {
            let every = reader.take(&["in", "of"]) | reader.take(EVERY);
            let months = reader.list(|reader, _| {
                let from = reader.month()?;
                let to = reader.attempt(|reader| {
                    reader.dash().then_some(())?;
                    reader.month()
                });
                let length = to.map_or(0, |to| (12 + to - from) % 12);
                Some((0..=length).map(move |month| (from + month) % 12 + 1))
            });
            let months: BTreeSet<u8> = months.into_iter().flatten().collect();
            (every && !months.is_empty()).then_some(months)
        });
        self.parts.months = found;
        self.parts.months.is_some()
    }

    fn month(&mut self) -> Option<u8> {
        let month = month(self.word(0))?;
        self.at += 1;
        Some(month)
    }

    /// "twice a day", "3 times a week", "once daily".
    pub(super) fn count(&mut self) -> bool {
        let found = self.attempt(|reader| {
            let count = if reader.take(&["once"]) {
                1
            } else if reader.take(&["twice"]) {
                2
            } else if reader.take(&["thrice"]) {
                3
            } else {
                let count = reader.number()?;
                reader.take(&["times", "time"]).then_some(count)?
            };
            if reader.take(&["a", "an", "per", "each", "every"]) {
                let unit = match reader.word(0) {
                    "day" => Ok(Cadence::Day),
                    "week" => Ok(Cadence::Week),
                    "month" => Ok(Cadence::Months(1)),
                    "year" => Ok(Cadence::Months(12)),
                    "hour" => Err(60_u16.checked_div(count).filter(|_| 60 % count == 0)?),
                    _ => return None,
                };
                reader.at += 1;
                return Some((count, unit));
            }
            let unit = reader.cadence()?;
            Some((count, Ok(unit)))
        });
        match found {
            Some((count, Ok(cadence))) if self.parts.cadence.is_none() => {
                (self.parts.cadence, self.parts.count) = (Some(cadence), Some(count));
                true
            }
            Some((_, Err(step))) if self.parts.step.is_none() => {
                self.parts.step = Some((step, BTreeSet::new()));
                true
            }
            _ => false,
        }
    }
}

/// "mon", "monday", "mondays".
pub(super) fn weekday(word: &str) -> Option<u8> {
    let word = word.strip_suffix('s').filter(|word| word.ends_with("day")).unwrap_or(word);
    let word = if word == "weds" { "wed" } else { word };
    named(&WEEKDAYS, word, 5)
}

/// "jan", "january", "sept".
pub(super) fn month(word: &str) -> Option<u8> {
    named(&MONTHS, word, 4)
}

/// Which name it is, or begins: at least three letters of it, `short` at most.
fn named(names: &[&str], word: &str, short: usize) -> Option<u8> {
    if word.len() < 3 {
        return None;
    }
    let begins = |name: &str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let is = |name: &&str| begins(name) && (word.len() <= short || word.len() == name.len());
    u8::try_from(names.iter().position(is)?).ok()
}

/// Every day but these.
pub(super) fn every_day_but(except: &BTreeSet<u8>) -> BTreeSet<u8> {
    every_day().difference(except).copied().collect()
}
