//! What every view of a conversation says of it, whichever answer it comes from.

use jiff::{Timestamp, tz::TimeZone};
use liveagent::{Channel, Conversation, ConversationStatus, ConversationSummary, LocalTime};

use super::show::Show;
use crate::desk::{Desk, Words};
use crate::payload::{Author, Button, Embed};
use crate::press::Press;
use crate::{people, text, time, words};

/// The longest subject in a title. Longer ones fill a phone's screen.
const MAX_TITLE_LENGTH: usize = 180;

/// The parts that the list and the single look-up share.
#[derive(Clone, Copy)]
pub(super) struct Head<'c> {
    pub(super) id: &'c str,
    pub(super) code: Option<&'c str>,
    pub(super) subject: Option<&'c str>,
    pub(super) preview: Option<&'c str>,
    pub(super) status: ConversationStatus,
    pub(super) channel: Option<Channel>,
    pub(super) name: Option<&'c str>,
    pub(super) email: Option<&'c str>,
    pub(super) department: Option<&'c str>,
    pub(super) department_id: Option<&'c str>,
    pub(super) changed: Option<LocalTime>,
    pub(super) created: Option<LocalTime>,
    pub(super) words: Words,
}

impl<'c> From<&'c ConversationSummary> for Head<'c> {
    fn from(row: &'c ConversationSummary) -> Self {
        Self {
            id: &row.conversation_id,
            code: row.code.as_deref(),
            subject: row.subject.as_deref(),
            preview: row.preview.as_deref(),
            status: row.status,
            channel: row.channel_type,
            name: row.owner_name.as_deref(),
            email: row.owner_email.as_deref(),
            department: row.department_name.as_deref(),
            department_id: row.department_id.as_deref(),
            changed: row.date_changed,
            created: row.date_created,
            words: Words::All,
        }
    }
}

impl<'c> From<&'c Conversation> for Head<'c> {
    fn from(row: &'c Conversation) -> Self {
        Self {
            id: &row.conversation_id,
            code: row.code.as_deref(),
            subject: row.subject.as_deref(),
            preview: row.preview.as_deref(),
            status: row.status,
            channel: row.channel_type,
            name: row.owner_name.as_deref(),
            email: row.owner_email.as_deref(),
            department: row.department_name.as_deref(),
            department_id: row.department_id.as_deref(),
            changed: row.date_changed,
            created: row.date_created,
            words: Words::All,
        }
    }
}

impl<'c> Head<'c> {
    /// The parts that the readers of an answer may see.
    pub(super) fn of(conversation: impl Into<Self>, desk: &Desk) -> Self {
        let all: Self = conversation.into();
        let if_shown = |words, text: Option<&'c str>| text.filter(|_| desk.shows(words));
        Self {
            subject: if_shown(Words::Subject, all.subject),
            preview: if_shown(Words::All, all.preview),
            name: if_shown(Words::Subject, all.name),
            email: if_shown(Words::Subject, all.email),
            words: desk.words,
            ..all
        }
    }

    /// Whether the customer's name is hidden from the readers.
    pub(super) fn hides_customer(&self) -> bool {
        self.words < Words::Subject
    }

    /// The subject in plain text, else the first words. The code where both are hidden.
    pub(super) fn plain_subject(&self, max: usize) -> String {
        if self.words < Words::Subject {
            return text::line(&format!("Conversation {}", self.code.unwrap_or(self.id)), max);
        }
        let line = |text: Option<&str>| text.map(|text| text::line(text, max)).filter(|line| !line.is_empty());
        let subject = line(self.subject).or_else(|| line(self.preview));
        subject.unwrap_or_else(|| "(no subject)".to_owned())
    }

    /// The customer in markdown.
    pub(super) fn customer(&self) -> String {
        if self.hides_customer() { "Customer".to_owned() } else { people::customer(self.name, self.email) }
    }

    /// The customer in plain text.
    pub(super) fn plain_customer(&self, max: usize) -> String {
        text::line(people::plain_customer(self.name, self.email).unwrap_or("Unknown customer"), max)
    }

    /// The department in markdown.
    pub(super) fn department(&self, desk: &Desk) -> Option<String> {
        people::department(self.department_id, self.department, desk)
    }

    /// When it last changed, or came in.
    pub(super) fn moved(&self, desk: &Desk) -> Option<Timestamp> {
        self.changed.or(self.created).map(|time| time.at(&desk.zone))
    }

    /// The card that every view of one conversation begins with: the subject linked to the panel, the state's colour, and above
    /// it what the view is about.
    pub(super) fn card(&self, about: &str, desk: &Desk) -> Embed {
        let code = self.code.map(|code| text::line(code, 40)).filter(|code| !code.is_empty());
        let about = [Some(about.to_owned()), code].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Embed {
            author: Some(Author { name: about, url: None }),
            title: Some(text::escape(&self.plain_subject(MAX_TITLE_LENGTH))),
            url: Some(desk.conversation_url(self.id)),
            color: Some(words::colour(self.status)),
            ..Embed::default()
        }
    }

    /// The button that leads to the conversation.
    pub(super) fn open(&self) -> Button {
        Button::new("Conversation", &Press::here(&Show { conversation: self.id.to_owned() })).emoji("📨")
    }
}

/// The card that other areas begin with, for a conversation.
pub(crate) fn card(conversation: &Conversation, about: &str, desk: &Desk) -> Embed {
    Head::of(conversation, desk).card(about, desk)
}

/// The subject in plain text, as far as the readers may see it.
pub(crate) fn subject(conversation: &ConversationSummary, max: usize, desk: &Desk) -> String {
    Head::of(conversation, desk).plain_subject(max)
}

/// What a conversation is called where it is offered while somebody types: "Where is my parcel? · Jane Doe · ABC-DEFGH-123".
#[must_use]
pub fn label(conversation: &ConversationSummary) -> String {
    label_from(conversation.into())
}

/// As [`label`], for the answer about one conversation.
#[must_use]
pub fn label_of(conversation: &Conversation) -> String {
    label_from(conversation.into())
}

/// What a conversation is called in a list of suggestions, with its status and how long ago it last changed: "Where is my parcel? · Jane Doe · Open ·
/// 2 h ago".
#[must_use]
pub fn offered(conversation: &ConversationSummary, now: Timestamp, zone: &TimeZone) -> String {
    let head = Head::from(conversation);
    let moved = head.changed.or(head.created).map(|time| time::age(time.at(zone), now));
    let (_, status) = words::status_parts(head.status);
    let parts = [head.plain_subject(46), head.plain_customer(22), status.into_owned()];
    text::line(&parts.into_iter().chain(moved).collect::<Vec<_>>().join(" · "), 100)
}

fn label_from(head: Head<'_>) -> String {
    let code = text::line(head.code.unwrap_or(head.id), 24);
    text::line(&format!("{} · {} · {code}", head.plain_subject(46), head.plain_customer(22)), 100)
}
