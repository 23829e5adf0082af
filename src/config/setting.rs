//! What a setting is: a row of the table, which `table.rs` fills.

use std::ops::RangeInclusive;

use super::{Config, SETTINGS, values::number};

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// The variable's name.
    pub name: &'static str,
    /// The heading that it stands under in documents.
    pub group: Group,
    /// What it may hold.
    pub kind: Kind,
    /// What happens when it is not set.
    pub unset: Unset,
    /// Whether it must stay out of logs and errors.
    pub is_secret: bool,
    /// The service that `switchboard check` asks whether it is right; without one, only its form is checked.
    pub checked_with: Option<Service>,
    /// What it does, in sentences; documents break the lines.
    pub text: &'static str,
}

/// A heading of the documents, in their order.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(missing_docs, reason = "`title` says what each is")]
pub enum Group {
    Required,
    LiveAgent,
    Discord,
    Notifications,
    Storage,
    Logs,
}

/// What a setting may hold, and where it is kept.
#[derive(Debug)]
pub enum Kind {
    /// A whole number.
    Number {
        /// The numbers that are accepted.
        range: RangeInclusive<u32>,
        /// What a refusal says besides.
        hint: &'static str,
        /// Where it is kept.
        field: fn(&mut Config) -> &mut u32,
    },
    /// Anything else.
    Text {
        /// What documents call it.
        what: &'static str,
        /// Checks and keeps it, or says what is wrong with it.
        read: fn(&mut Config, String) -> Result<(), String>,
    },
}

/// What happens when a setting is not set.
#[derive(Clone, Copy, Debug)]
pub enum Unset {
    /// The program does not start.
    Refused {
        /// What it says is missing.
        hint: &'static str,
        /// The value in `.env.example`; blank where there is none to show.
        sample: &'static str,
    },
    /// It has this value.
    Default(&'static str),
    /// It has none. What happens instead, in a word.
    None(&'static str),
}

/// Who can tell `switchboard check` whether a setting is right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Service {
    Discord,
    LiveAgent,
    Database,
}

impl Group {
    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Required => "Required",
            Self::LiveAgent => "LiveAgent",
            Self::Discord => "Discord",
            Self::Notifications => "Digests, boards and alerts",
            Self::Storage => "Storage",
            Self::Logs => "Logs",
        }
    }
}

impl Kind {
    /// Checks a value and keeps it in `config`, or says what is wrong with it.
    pub(super) fn read(&self, config: &mut Config, text: String) -> Result<(), String> {
        match self {
            Self::Number { range, hint, field } => *field(config) = number(&text, range, hint)?,
            Self::Text { read, .. } => read(config, text)?,
        }
        Ok(())
    }
}

impl Setting {
    /// The setting of that name. In a constant, an unknown name does not compile.
    pub(crate) const fn named(name: &str) -> &'static Self {
        let mut at = 0;
        while at < SETTINGS.len() {
            if is_same(SETTINGS[at].name.as_bytes(), name.as_bytes()) {
                return &SETTINGS[at];
            }
            at += 1;
        }
        panic!("no setting has that name");
    }
}

/// `==` for bytes, which can't be used in a constant.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
