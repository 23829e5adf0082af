//! What a button or a select does when it is used, as it stands in its `custom_id`.
//!
//! An id is all that a component remembers, so it survives a restart and works on any replica. It begins with a version: an id
//! of another version reads as `None`, and is answered by asking for a new look-up. Ids that would be too long are spread
//! over a message's components by [`carry`](crate::carry); read a pressed component with [`carry::read`](crate::carry::read).

use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::payload::Button;
use crate::request::{Act, Form, Link, Offer};

/// For how long a change can be undone.
const UNDO_TIME: SignedDuration = SignedDuration::from_mins(30);

/// The version of the ids. Change it when an id of before can't be read any more.
const VERSION: char = '1';

/// What pressing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Looks something up.
    Look {
        /// What.
        link: Link,
        /// Where the answer appears.
        place: Place,
    },
    /// Changes something.
    Act(Offer),
    /// Asks for what an act needs.
    Form(Link),
    /// Posts the answer to the channel, for everyone.
    Share,
    /// A select: the value chosen is itself an encoded press (see [`carry::chosen`](crate::carry::chosen)).
    Choose,
}

/// Where an answer appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In place of the message that was pressed.
    InPlace,
    /// As a new, private message.
    New,
}

impl Press {
    /// A look whose answer takes the place of the message.
    #[must_use]
    pub fn here(look: impl Into<Link>) -> Self {
        Self::Look { link: look.into(), place: Place::InPlace }
    }

    /// A look whose answer is a new, private message.
    #[must_use]
    pub fn in_new_message(look: impl Into<Link>) -> Self {
        Self::Look { link: look.into(), place: Place::New }
    }

    /// A change.
    #[must_use]
    pub fn act(act: impl Into<Offer>) -> Self {
        Self::Act(act.into())
    }

    /// A form.
    #[must_use]
    pub fn form(form: &impl Form) -> Self {
        Self::Form(Link::to_form(form))
    }

    /// The press as an id, which [`Press::decode`] reads. May be longer than Discord's 100 where it holds people's words.
    #[must_use]
    pub fn encode(&self) -> String {
        let text = match self {
            Self::Look { link, place: Place::InPlace } => format!("l{}", link.encode()),
            Self::Look { link, place: Place::New } => format!("n{}", link.encode()),
            Self::Act(offer) => format!("a{}", offer.encode()),
            Self::Form(form) => format!("f{}", form.encode()),
            Self::Share => "s".to_owned(),
            Self::Choose => "c".to_owned(),
        };
        versioned(&text)
    }

    /// The press that `id` was made from; `None` if it was made by another version, or by no one.
    #[must_use]
    pub fn decode(id: &str) -> Option<Self> {
        let text = current(id)?;
        let kind = text.chars().next()?;
        let rest = &text[kind.len_utf8()..];
        Some(match kind {
            // A refresh is a look by another letter, so that the one look that a message shows can be told from the others in it.
            'l' | 'r' => Self::here(Link::decode(rest)?),
            'n' => Self::in_new_message(Link::decode(rest)?),
            'a' => Self::Act(Offer::decode(rest)?),
            'f' => Self::Form(Link::decode(rest)?),
            's' if rest.is_empty() => Self::Share,
            // The ids of several selects in a message differ by a number.
            'c' if rest.bytes().all(|byte| byte.is_ascii_digit()) => Self::Choose,
            _ => return None,
        })
    }
}

/// The button that undoes a change by `back`, for a while.
pub(crate) fn undo(back: &impl Act, desk: &Desk) -> Button {
    let until = desk.now.saturating_add(UNDO_TIME).unwrap_or(Timestamp::MAX);
    Button::new("Undo", &Press::act(Offer::from(back).until(until))).emoji("↩️")
}

/// What stands behind the version, if it is this one.
pub(crate) fn current(id: &str) -> Option<&str> {
    id.strip_prefix(VERSION)
}

/// `text` behind this version.
pub(crate) fn versioned(text: &str) -> String {
    format!("{VERSION}{text}")
}
