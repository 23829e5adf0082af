//! What a person remembers of a conversation, and the selects that narrow what was found by it.

use liveagent::ConversationStatus;
use serde::Deserialize;
use serde_repr::{Deserialize_repr, Serialize_repr};
use serde_tuple::Serialize_tuple;

use crate::desk::Desk;
use crate::payload::SelectOption;
use crate::request::{Link, Look, letters};
use crate::{carry, text, words};

/// How much of the text is kept, in UTF-16 units as an id holds it: five buttons carry it, with the filters.
const MAX_TEXT_WIDTH: usize = 300;

/// How many departments a select offers, in addition to all of them.
const MAX_DEPARTMENTS: usize = 24;

/// A search for conversations by what a person remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Find {
    /// What was typed: names, mail addresses, words of the subject, dates.
    #[serde(default)]
    pub text: String,
    /// Only in one of these states; in any if empty.
    #[serde(default, with = "letters")]
    pub status: Vec<ConversationStatus>,
    /// Only in this department, by id.
    #[serde(default)]
    pub department: Option<String>,
    /// Only those created lately.
    #[serde(default)]
    pub span: Option<Span>,
}

/// How long ago a conversation was created at most. Written as its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize_repr, Deserialize_repr)]
#[repr(u8)]
pub enum Span {
    /// A day.
    Day = 1,
    /// A week.
    Week = 7,
    /// A month.
    Month = 30,
    /// A quarter of a year.
    Quarter = 90,
}

impl Span {
    /// How many days.
    #[must_use]
    pub fn days(self) -> u8 {
        self as u8
    }
}

impl Look for Find {
    const TAG: &'static str = "cf";
    const NAME: &'static str = "find conversations";
}

impl Find {
    /// A search for what was typed, without what can't be seen. What buttons can't carry is cut off.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let mut left = MAX_TEXT_WIDTH;
        let fits = |c: &char| {
            // As JSON and the ids write it.
            let width = match c {
                '+' => 6,
                '"' | '\\' => 2,
                c => c.len_utf16(),
            };
            left.checked_sub(width).is_some_and(|rest| {
                left = rest;
                true
            })
        };
        let text: String = text::one_line(typed).chars().take_while(fits).collect();
        Self { text: text.trim_end().to_owned(), ..Self::default() }
    }

    /// Whether a select narrows it.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.status.is_empty() || self.department.is_some() || self.span.is_some()
    }

    /// An option of a select below this search: the search with other filters.
    fn option(&self, label: &str, wanted: &Self) -> SelectOption {
        let value = carry::option(&Link::from(self), &Link::from(wanted));
        SelectOption { default: self == wanted, ..SelectOption::new(label, value) }
    }

    /// The selects that narrow it, by their placeholders. `found` are the departments of what was found.
    pub(super) fn selects<'f>(
        &self,
        found: impl Iterator<Item = &'f str>,
        desk: &Desk,
    ) -> [(&'static str, Vec<SelectOption>); 3] {
        [
            ("Filter by status", self.statuses()),
            ("Filter by department", self.departments(found, desk)),
            ("Filter by date", self.spans()),
        ]
    }

    fn statuses(&self) -> Vec<SelectOption> {
        use ConversationStatus::{
            Answered, Calling, Chatting, Closed, Deleted, Init, New, Open, Postponed, Resolved, Spam,
        };
        const WAITING: [ConversationStatus; 2] = [New, Open];
        const ALL: [ConversationStatus; 11] =
            [New, Open, Answered, Resolved, Closed, Postponed, Chatting, Calling, Spam, Deleted, Init];
        let wanted = |status: &[ConversationStatus]| Self { status: status.to_vec(), ..self.clone() };
        let any = [self.option("Any status", &wanted(&[])), self.option("Waiting (New or Open)", &wanted(&WAITING))];
        let one = |status: &ConversationStatus| {
            let (icon, word) = words::status_parts(*status);
            self.option(&word, &wanted(&[*status])).emoji(icon)
        };
        any.into_iter().chain(ALL.iter().map(one)).collect()
    }

    /// The departments by name. Where there are too many, those of what was found.
    fn departments<'f>(&self, found: impl Iterator<Item = &'f str>, desk: &Desk) -> Vec<SelectOption> {
        let mut all: Vec<(&String, &String)> = desk.names.departments.iter().collect();
        if all.len() > MAX_DEPARTMENTS {
            let found: Vec<&str> = found.collect();
            all.sort_by_key(|(id, _)| (self.department.as_ref() != Some(*id), !found.contains(&id.as_str())));
            all.truncate(MAX_DEPARTMENTS);
        }
        if all.is_empty() {
            return Vec::new();
        }
        all.sort_by_key(|(_, name)| name.to_lowercase());
        let wanted = |department: Option<&String>| Self { department: department.cloned(), ..self.clone() };
        let one = |(id, name): (&String, &String)| self.option(&text::line(name, 100), &wanted(Some(id)));
        let any = self.option("Any department", &wanted(None));
        std::iter::once(any).chain(all.into_iter().map(one)).collect()
    }

    fn spans(&self) -> Vec<SelectOption> {
        let spans = [
            ("Created at any time", None),
            ("Created in the last 24 hours", Some(Span::Day)),
            ("Created in the last 7 days", Some(Span::Week)),
            ("Created in the last 30 days", Some(Span::Month)),
            ("Created in the last 90 days", Some(Span::Quarter)),
        ];
        spans.into_iter().map(|(label, span)| self.option(label, &Self { span, ..self.clone() })).collect()
    }
}
