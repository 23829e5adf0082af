//! The days of the month, as words: "the 1st and 15th", "first Monday", "last day of the month".
//!
//! "The first" may be a day, a Monday or a day from Monday to Friday: that stands behind it.

use std::collections::BTreeSet;

use super::{
    days::{EVERY, month},
    plan::{Days, LAST, ORDINALS},
    tokens::Kind,
    words::Reader,
};

impl Reader {
    /// "1st and 15th", "day 15", "last day of the month", "first Monday".
    pub(super) fn month_days(&mut self) -> Option<Days> {
        let found = self.some_month_days()?;
        let is_named = self.of_the_month();
        // "The first" may be a Monday's.
        let is_clear = match &found {
            MonthDays::Days { in_words: true, .. } => is_named || self.month_ahead(),
            _ => true,
        };
        match found {
            MonthDays::Days { days, .. } if is_clear => Some(Days::Monthly { days, last: false }),
            MonthDays::Days { .. } => None,
            MonthDays::Other(days) => Some(days),
        }
    }

    fn some_month_days(&mut self) -> Option<MonthDays> {
        let every = self.take(EVERY);
        if !every {
            self.take(&["the"]);
        }
        if self.phrase(&[&["end"], &["of"], &["the", "each", "every"], &["month"]])
            || self.phrase(&[&["end"], &["of"], &["month"]])
            || self.phrase(&[&["month"], &["end"]])
        {
            return Some(MonthDays::Other(Days::Monthly { days: BTreeSet::new(), last: true }));
        }
        if self.take(&["days"]) {
            let days = self.list(|reader, separated| {
                let is_first = reader.tokens[reader.at - 1].text == "days";
                (separated || is_first).then(|| reader.month_day_range(false)).flatten()
            });
            let days: BTreeSet<u8> = days.into_iter().flatten().collect();
            return (!days.is_empty()).then_some(MonthDays::Days { days, in_words: false });
        }
        // "day 15, 10" may be the tenth or ten o'clock: a single day has no list.
        if !every && self.take(&["day"]) {
            return Some(MonthDays::Days { days: self.month_day_range(false)?, in_words: false });
        }
        self.ordinals(every)
    }

    /// A list of ordinals, and what it is of.
    fn ordinals(&mut self, every: bool) -> Option<MonthDays> {
        let mut words = false;
        let mut last_day = false;
        let mut days = BTreeSet::new();
        let items = self.list(|reader, separated| {
            if separated {
                reader.take(&["on"]);
                reader.take(&["the"]);
            }
            if let Some(range) = reader.month_day_range(true) {
                days.extend(range.iter().copied());
                return Some(());
            }
            let at = ORDINALS.iter().position(|ordinal| *ordinal == reader.word(0))?;
            reader.at += 1;
            let which = u8::try_from(at).ok()? + 1;
            if which == LAST && reader.take(&["day"]) {
                last_day = true;
                return Some(());
            }
            words = true;
            days.insert(if which == LAST { 0 } else { which });
            Some(())
        });
        if items.is_empty() {
            return None;
        }
        if last_day {
            // "the 15th and last day": 0 would be a last Monday's.
            return (!days.contains(&0)).then_some(MonthDays::Other(Days::Monthly { days, last: true }));
        }
        let last = days.remove(&0);
        if !last && self.take(&["day", "days"]) {
            return Some(MonthDays::Days { days, in_words: words });
        }
        let single = days.len() + usize::from(last) == 1;
        if self.working_day() {
            let is_first = days.contains(&1);
            return (single && (last || is_first)).then_some(MonthDays::Other(Days::Working { last }));
        }
        if let Some(weekdays) = self.weekday_list() {
            let is_nth = days.iter().all(|day| *day <= 5);
            let mut which = days;
            which.extend(last.then_some(LAST));
            // "every second Monday" is every other one to many.
            let is_clear = !every || which.iter().all(|nth| matches!(*nth, 1 | LAST)) || self.month_is_next();
            return (is_nth && is_clear).then_some(MonthDays::Other(Days::Nth { which, weekdays }));
        }
        // "every 3rd" may count days.
        let is_clear = !every || !single || days.iter().all(|day| *day == 1 || *day > 6) || self.month_is_next();
        (!last && is_clear).then_some(MonthDays::Days { days, in_words: words })
    }

    /// "15", or with `ordinal` "15th"; "1-5".
    fn month_day_range(&mut self, ordinal: bool) -> Option<BTreeSet<u8>> {
        let from = self.attempt(|reader| reader.month_day(ordinal))?;
        let to = self.attempt(|reader| {
            reader.dash().then_some(())?;
            reader.take(&["the"]);
            reader.month_day(ordinal)
        });
        let to = to.unwrap_or(from);
        (from <= to).then(|| (from..=to).collect())
    }

    fn month_day(&mut self, ordinal: bool) -> Option<u8> {
        let Kind::Number(day) = self.kind(0)? else { return None };
        self.at += 1;
        let has_ending = self.take(&["st", "nd", "rd", "th"]);
        let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        (has_ending || !ordinal).then_some(day)
    }

    fn month_is_next(&mut self) -> bool {
        let begin = self.at;
        let is_next = self.of_the_month() || self.month_ahead();
        self.at = begin;
        is_next
    }

    /// "of the month", "each month".
    fn of_the_month(&mut self) -> bool {
        const OF: &[&str] = &["of", "in"];
        self.phrase(&[OF, &["the", "each", "every", "a"], &["month"]])
            || self.phrase(&[OF, &["month"]])
            || (self.parts.cadence.is_none() && self.phrase(&[&["each", "every", "a", "per"], &["month"]]))
    }

    fn month_ahead(&self) -> bool {
        (0..3).any(|ahead| month(self.word(ahead)).is_some())
    }

    pub(super) fn working_day(&mut self) -> bool {
        self.take(&["weekday", "workday"]) || self.phrase(&[&["working", "business", "work", "week"], &["day"]])
    }
}

/// Days of the month, of which those in words may be something else's.
enum MonthDays {
    Days { days: BTreeSet<u8>, in_words: bool },
    Other(Days),
}
