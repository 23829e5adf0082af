//! The words of a schedule: days, months, times and steps in any order, each at most once, and nothing that is not used.
//!
//! What is not understood in whole is refused, with what was and what would be right (`advice.rs`). What may mean two things is refused
//! too. Days are read in `days.rs`, times in `times.rs`; `whole.rs` puts the parts together.

use std::collections::BTreeSet;

use super::{
    advice,
    plan::{Days, Plan},
    times::{self, Time},
    tokens::{Kind, Token, tokens},
    whole,
};

/// What was read so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// "daily", "monthly".
    pub(super) cadence: Option<Cadence>,
    pub(super) days: Option<Days>,
    /// Weekdays behind "except".
    pub(super) except: BTreeSet<u8>,
    pub(super) months: Option<BTreeSet<u8>>,
    /// Minutes between two runs, and the minutes past the hour if they were said.
    pub(super) step: Option<(u16, BTreeSet<u8>)>,
    /// From when to when the step goes.
    pub(super) window: Option<(Time, Time)>,
    pub(super) times: Vec<Time>,
    /// How often within the cadence: "twice a day".
    pub(super) count: Option<u16>,
    /// "every evening at 8".
    pub(super) half: Option<times::Half>,
}

/// How often the days come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Cadence {
    Day,
    Week,
    /// Every so many months.
    Months(u8),
}

/// Why words are no schedule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Refusal {
    /// What was understood, in our words.
    pub(super) understood: Option<String>,
    /// What was not, as it was typed.
    pub(super) rest: Option<String>,
    /// What would be right.
    pub(super) advice: String,
}

/// The words as a plan.
pub(super) fn read(text: &str) -> Result<Plan, Refusal> {
    let refused = match understand(text) {
        Ok(plan) => return Ok(plan),
        Err(refused) => refused,
    };
    let Refused { parts, at, advice } = refused;
    let advice = advice.or_else(|| advice::corrected(text)).unwrap_or_else(|| advice::USUAL.to_owned());
    let rest = at.map(|start| text[start..].trim().to_owned());
    Err(Refusal { understood: whole::understood(&parts), rest, advice })
}

/// Where and why reading ended.
pub(super) struct Refused {
    parts: Box<Parts>,
    /// The first byte that was not understood.
    pub(super) at: Option<usize>,
    pub(super) advice: Option<String>,
}

/// The words as a plan, or where they end to be one.
pub(super) fn understand(text: &str) -> Result<Plan, Refused> {
    let mut reader = Reader { tokens: tokens(text), at: 0, parts: Parts::default() };
    loop {
        let begin = reader.at;
        // Between two parts a comma may stand; at the beginning and at the end it is one too many.
        let is_separated = begin > 0 && reader.separator();
        if begin > 0 && !is_separated && begin == reader.tokens.len() {
            return whole::plan(&reader.parts).map_err(|advice| reader.refused(begin, Some(advice)));
        }
        if let Some(advice) = advice::at(&reader) {
            return Err(reader.refused(begin, Some(advice)));
        }
        match reader.part() {
            Ok(true) => {}
            Ok(false) => return Err(reader.refused(begin, None)),
            Err(advice) => return Err(reader.refused(begin, Some(advice))),
        }
    }
}

/// Numbers that people write out.
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Reads token after token.
pub(super) struct Reader {
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    pub(super) parts: Parts,
}

impl Reader {
    fn refused(self, at: usize, advice: Option<String>) -> Refused {
        Refused { at: self.tokens.get(at).map(|token| token.start), parts: Box::new(self.parts), advice }
    }

    /// One part of a schedule; `false` if there is none.
    fn part(&mut self) -> Result<bool, String> {
        Ok(self.step()
            || self.window()?
            || self.count()
            || self.days()?
            || self.except()
            || self.months()
            || self.times()?)
    }

    /// The kind of the next token but `ahead`.
    pub(super) fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    /// The next token but `ahead`, if it is a word or a number.
    pub(super) fn word(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text.as_str())
    }

    /// Takes the next token if it is one of these.
    pub(super) fn take(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.word(0)) && self.at < self.tokens.len();
        self.at += usize::from(found);
        found
    }

    /// Takes all of these, one after the other, or nothing.
    pub(super) fn phrase(&mut self, words: &[&[&str]]) -> bool {
        let is_next = words
            .iter()
            .enumerate()
            .all(|(ahead, words)| words.contains(&self.word(ahead)) && self.kind(ahead).is_some());
        self.at += if is_next { words.len() } else { 0 };
        is_next
    }

    /// Reads something or stays where it was.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let begin = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = begin;
        }
        found
    }

    /// Takes what stands between the items of a list: a comma, "and", both.
    pub(super) fn separator(&mut self) -> bool {
        let begin = self.at;
        while self.at < begin + 2 && self.kind(0) == Some(Kind::And) {
            self.at += 1;
        }
        self.at > begin
    }

    /// Takes what stands between the ends of a stretch.
    pub(super) fn dash(&mut self) -> bool {
        let is_dash = self.kind(0) == Some(Kind::Dash);
        self.at += usize::from(is_dash);
        is_dash || self.take(&["to", "through", "thru", "until", "till", "til"])
    }

    /// Whether the token `ahead` is a number, in digits or a word.
    pub(super) fn number_ahead(&self, ahead: usize) -> bool {
        matches!(self.kind(ahead), Some(Kind::Number(_))) || NUMBERS.contains(&self.word(ahead))
    }

    /// A number of at most two digits or a word for one, up to twelve.
    pub(super) fn number(&mut self) -> Option<u16> {
        let value = match self.kind(0)? {
            Kind::Number(value) if self.word(0).len() <= 2 => value,
            Kind::Word => u16::try_from(NUMBERS.iter().position(|number| *number == self.word(0))?).ok()? + 1,
            _ => return None,
        };
        self.at += 1;
        Some(value)
    }

    /// Items with separators between them. Separators behind the last one are left.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self, bool) -> Option<T>) -> Vec<T> {
        let mut items = Vec::new();
        loop {
            let found = self.attempt(|reader| {
                let separated = !items.is_empty() && reader.separator();
                item(reader, separated)
            });
            match found {
                Some(found) => items.push(found),
                None => return items,
            }
        }
    }
}
