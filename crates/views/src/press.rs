//! What a button or a select does when it is used, as it stands in its `custom_id`.
//!
//! An id is all that a component remembers, so it survives a restart and works on any replica. It begins with a version: an id
//! of another version reads as `None`, and is answered by asking for a new look-up. Ids that would be too long are spread
//! over a message's components by [`carry`](crate::carry); read a pressed component with [`carry::read`](crate::carry::read).

use crate::codec::{Reader, Writer};
use crate::{Act, Look};

/// The version of the ids. Change it when an id of before can't be read any more.
const VERSION: char = '1';

/// What pressing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Looks something up.
    Look {
        /// What.
        look: Look,
        /// Where the answer appears.
        place: Place,
    },
    /// Changes something.
    Act(Act),
    /// Asks for what an act needs.
    Form(Form),
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

/// What a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// The text of a note, in a window.
    Note {
        /// The conversation's id.
        conversation: String,
    },
    /// The tags of a conversation, in a message with a select.
    Tags {
        /// The conversation's id.
        conversation: String,
    },
    /// What a digest includes, in a message with selects.
    Digest {
        /// The digest's number.
        digest: u32,
    },
}

impl Press {
    /// A look whose answer takes the place of the message.
    #[must_use]
    pub fn here(look: Look) -> Self {
        Self::Look { look, place: Place::InPlace }
    }

    /// A look whose answer is a new, private message.
    #[must_use]
    pub fn anew(look: Look) -> Self {
        Self::Look { look, place: Place::New }
    }

    /// The press as an id, which [`Press::decode`] reads. May be longer than Discord's 100 where it holds people's words.
    #[must_use]
    pub fn encode(&self) -> String {
        let text = match self {
            Self::Look { look, place: Place::InPlace } => format!("l{}", look.encode()),
            Self::Look { look, place: Place::New } => format!("n{}", look.encode()),
            Self::Act(act) => format!("a{}", act.encode()),
            Self::Form(form) => format!("f{}", form.encode()),
            Self::Share => "s".to_owned(),
            Self::Choose => "c".to_owned(),
        };
        format!("{VERSION}{text}")
    }

    /// The press that `id` was made from; `None` if it was made by another version, or by no one.
    #[must_use]
    pub fn decode(id: &str) -> Option<Self> {
        let text = current(id)?;
        let kind = text.chars().next()?;
        let rest = &text[kind.len_utf8()..];
        Some(match kind {
            // A refresh is a look by another letter, so that the one look that a message shows can be told from the others in it.
            'l' | 'r' => Self::here(Look::decode(rest)?),
            'n' => Self::anew(Look::decode(rest)?),
            'a' => Self::Act(Act::decode(rest)?),
            'f' => Self::Form(Form::decode(rest)?),
            's' if rest.is_empty() => Self::Share,
            'c' if rest.is_empty() => Self::Choose,
            _ => return None,
        })
    }
}

/// What stands behind the version, if it is this one.
pub(crate) fn current(id: &str) -> Option<&str> {
    id.strip_prefix(VERSION)
}

/// `text` behind this version.
pub(crate) fn versioned(text: &str) -> String {
    format!("{VERSION}{text}")
}

impl Form {
    /// The form as a short text, which [`Form::decode`] reads.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Note { conversation } => Writer::new('n').text(conversation),
            Self::Tags { conversation } => Writer::new('g').text(conversation),
            Self::Digest { digest } => Writer::new('d').number(*digest),
        }
        .finish()
    }

    /// The form that `text` was made from; `None` if it was made by another version, or by no one.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let (tag, mut reader) = Reader::new(text).ok()?;
        match tag {
            'n' => Some(Self::Note { conversation: reader.required().ok()? }),
            'g' => Some(Self::Tags { conversation: reader.required().ok()? }),
            'd' => Some(Self::Digest { digest: reader.number().ok()? }),
            _ => None,
        }
    }
}
