//! What can be changed. An [`Act`] is plain data, like a [`Look`](crate::Look): a button carries one in its id, and Undo is one.
//!
//! Whether a person may do it is asked each time it is pressed; nothing here knows.

use jiff::Timestamp;
use liveagent::ConversationStatus;

use crate::codec::{Foreign, Reader, Writer};

/// Something to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Add a note to a conversation. The text comes from the window that [`Form::Note`](crate::Form::Note) opened, in the input named
    /// [`NOTE_TEXT`](crate::conversations::NOTE_TEXT).
    Note {
        /// The conversation's id.
        conversation: String,
    },
    /// Put a conversation in a state.
    Status {
        /// The conversation's id.
        conversation: String,
        /// The state.
        status: ConversationStatus,
        /// Only while it is in this state: of an undo, which must not undo what a colleague did since.
        from: Option<ConversationStatus>,
        /// Until when it counts: of an undo.
        until: Option<Timestamp>,
    },
    /// Add a tag to a conversation.
    Tag {
        /// The conversation's id.
        conversation: String,
        /// The tag's id.
        tag: String,
        /// Until when it counts: of an undo.
        until: Option<Timestamp>,
    },
    /// Take a tag off a conversation.
    Untag {
        /// The conversation's id.
        conversation: String,
        /// The tag's id.
        tag: String,
        /// Until when it counts: of an undo.
        until: Option<Timestamp>,
    },
    /// Give a conversation the tags chosen in the select that carries this act: their ids are the select's values. What was
    /// chosen already when the select was drawn, or was not and is not now, stays as a colleague may have left it since.
    SetTags {
        /// The conversation's id.
        conversation: String,
    },
    /// Add some tags to a conversation and take others off: the undo of [`Act::SetTags`].
    Retag {
        /// The conversation's id.
        conversation: String,
        /// The ids of the tags to add.
        add: Vec<String>,
        /// The ids of the tags to take off.
        remove: Vec<String>,
        /// Until when it counts.
        until: Option<Timestamp>,
    },
    /// Say that one sees to an incident, so that it is not posted anew.
    Acknowledge {
        /// The incident's number.
        incident: u32,
    },
    /// Change what a digest includes to what is selected in the select that carries this act.
    Include {
        /// The digest's number.
        digest: u32,
        /// What the select is of.
        part: DigestPart,
    },
    /// Remove a digest, board or alert, after it was asked whether to.
    Remove {
        /// Its number.
        subscription: u32,
        /// Who was asked.
        by: u64,
        /// Until when the answer counts.
        until: Timestamp,
    },
    /// Hear nothing new of an incident for a while, or, for no minutes, hear of it again.
    Mute {
        /// The incident's number.
        incident: u32,
        /// For how many minutes.
        minutes: u32,
    },
}

/// The part of a digest that a select changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestPart {
    /// Its sections.
    Sections,
    /// The departments that it is limited to.
    Departments,
}

impl DigestPart {
    const ALL: [(u32, Self); 2] = [(0, Self::Sections), (1, Self::Departments)];
}

impl Act {
    /// The act as a short text, which [`Act::decode`] reads.
    #[must_use]
    pub fn encode(&self) -> String {
        let writer = match self {
            Self::Note { conversation } => Writer::new('n').text(conversation),
            Self::Status { conversation, status, from, until } => {
                let from = from.map(|from| from.letter().to_string());
                let writer = Writer::new('s').text(conversation).text(&status.letter().to_string());
                writer.optional(from.as_deref()).instant(*until)
            }
            Self::Tag { conversation, tag, until } => Writer::new('t').text(conversation).text(tag).instant(*until),
            Self::Untag { conversation, tag, until } => Writer::new('u').text(conversation).text(tag).instant(*until),
            Self::SetTags { conversation } => Writer::new('g').text(conversation),
            Self::Retag { conversation, add, remove, until } => {
                let count = u32::try_from(add.len()).unwrap_or(u32::MAX);
                let writer = Writer::new('r').text(conversation).instant(*until).number(count);
                add.iter().chain(remove).fold(writer, |writer, tag| writer.text(tag))
            }
            Self::Remove { subscription, by, until } => {
                Writer::new('x').number(*subscription).text(&by.to_string()).instant(Some(*until))
            }
            Self::Include { digest, part } => Writer::new('i').number(*digest).number(*part as u32),
            Self::Acknowledge { incident } => Writer::new('k').number(*incident),
            Self::Mute { incident, minutes } => Writer::new('m').number(*incident).number(*minutes),
        };
        writer.finish()
    }

    /// The act that `text` was made from; `None` if it was made by another version, or by no one.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    fn read(text: &str) -> Result<Self, Foreign> {
        let (tag, mut reader) = Reader::new(text)?;
        match tag {
            'x' => {
                let subscription = reader.number()?;
                let by = reader.required()?.parse().map_err(|_| Foreign)?;
                return Ok(Self::Remove { subscription, by, until: reader.instant()?.ok_or(Foreign)? });
            }
            'i' => {
                let (digest, number) = (reader.number()?, reader.number()?);
                let (_, part) = DigestPart::ALL.into_iter().find(|(each, _)| *each == number).ok_or(Foreign)?;
                return Ok(Self::Include { digest, part });
            }
            'k' => return Ok(Self::Acknowledge { incident: reader.number()? }),
            'm' => return Ok(Self::Mute { incident: reader.number()?, minutes: reader.number()? }),
            _ => {}
        }
        let conversation = reader.required()?;
        Ok(match tag {
            'n' => Self::Note { conversation },
            's' => {
                let letter = reader.letter()?.ok_or(Foreign)?;
                let status = ConversationStatus::from_letter(letter);
                let from = reader.letter()?.map(ConversationStatus::from_letter);
                Self::Status { conversation, status, from, until: reader.instant()? }
            }
            't' => Self::Tag { conversation, tag: reader.required()?, until: reader.instant()? },
            'u' => Self::Untag { conversation, tag: reader.required()?, until: reader.instant()? },
            'g' => Self::SetTags { conversation },
            'r' => {
                let until = reader.instant()?;
                let count = usize::try_from(reader.number()?).map_err(|_| Foreign)?;
                let mut add = reader.rest()?;
                let remove = if count <= add.len() { add.split_off(count) } else { return Err(Foreign) };
                Self::Retag { conversation, add, remove, until }
            }
            _ => return Err(Foreign),
        })
    }
}
