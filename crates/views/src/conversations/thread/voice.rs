//! Whose words those of a thread are. Nobody's words are put into another's mouth: who is not known is "someone".

use liveagent::{ConversationMessage, MessageGroup, MessageGroupType, MessageType};

use crate::desk::Desk;
use crate::steps::Steps;
use crate::words::unknown;

/// What kind of part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// What was said between customer and agents.
    Said,
    /// What LiveAgent took out of a mail as quoted.
    Quoted,
    /// What agents tell each other.
    Noted,
    /// What the customer thought of it.
    Rated(&'static str),
    /// A mail that did not reach anybody.
    Undelivered,
    /// What happened, with its icon.
    Happened(&'static str),
    /// What no one needs to read: mail headers, footers, browsers.
    Silent,
}

/// Who wrote a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// A known agent, by id.
    Agent(String),
    /// An agent whose name is not known.
    HelpDesk,
    /// The one whose conversation it is.
    Customer,
    /// Somebody who is not the customer, and no known agent: one in copy.
    SomeoneElse,
    /// Nobody knows.
    Someone,
    /// LiveAgent itself.
    System,
}

pub(super) fn of(group: &MessageGroup, message: &ConversationMessage) -> Voice {
    let among_agents = matches!(
        group.group_type,
        MessageGroupType::Internal
            | MessageGroupType::InternalCollapsed
            | MessageGroupType::InternalOffline
            | MessageGroupType::InternalCall
    );
    match message.message_type {
        MessageType::Note | MessageType::NoteFile | MessageType::Internal | MessageType::VoiceInternal => Voice::Noted,
        MessageType::Message
        | MessageType::Mixed
        | MessageType::MessageLegacy
        | MessageType::File
        | MessageType::FormField
        | MessageType::Voice
        | MessageType::Title => {
            if among_agents {
                Voice::Noted
            } else {
                Voice::Said
            }
        }
        MessageType::Quoted => Voice::Quoted,
        MessageType::RatingComment => Voice::Rated("⭐"),
        MessageType::PositiveRating => Voice::Rated("👍"),
        MessageType::NegativeRating => Voice::Rated("👎"),
        MessageType::Tag => Voice::Happened("🏷️"),
        MessageType::Transfer | MessageType::InvitationReroute => Voice::Happened("➡️"),
        MessageType::Status => Voice::Happened("🔁"),
        MessageType::Split | MessageType::Merged | MessageType::Linked => Voice::Happened("🔗"),
        MessageType::RemovedAttachment => Voice::Happened("🗑️"),
        MessageType::End | MessageType::Disconnected => Voice::Happened("🔚"),
        MessageType::Undelivered => Voice::Undelivered,
        MessageType::System | MessageType::SystemPublic | MessageType::Other(_) => Voice::Happened("⚙️"),
        MessageType::Header
        | MessageType::HeaderA
        | MessageType::Footer
        | MessageType::ErrorFooter
        | MessageType::UserAgent => Voice::Silent,
    }
}

/// What a part is called that says nothing itself.
pub(super) fn name(group: &MessageGroup, part: Option<&&ConversationMessage>) -> String {
    if let Some(MessageType::Other(letter)) = part.map(|part| part.message_type) {
        return unknown("Unknown message type", letter);
    }
    let part = part.map(|part| part.message_type.label()).filter(|label| *label != "System");
    crate::text::escape(part.unwrap_or_else(|| group.group_type.label()))
}

pub(super) fn is_file(message: &ConversationMessage) -> bool {
    matches!(message.message_type, MessageType::File | MessageType::NoteFile)
}

pub(super) fn is_quoted(message: &ConversationMessage) -> bool {
    message.message_type == MessageType::Quoted
}

/// Whether a group is one in which several people talk: who says what is known of each part alone.
pub(super) fn is_talk(group: &MessageGroup) -> bool {
    matches!(
        group.group_type,
        MessageGroupType::Chat
            | MessageGroupType::WhatsApp
            | MessageGroupType::Call
            | MessageGroupType::OutgoingCall
            | MessageGroupType::Other(_)
    )
}

/// The id of who wrote a part.
pub(super) fn author<'g>(group: &'g MessageGroup, message: &'g ConversationMessage) -> Option<&'g str> {
    message.user_id.as_deref().or(group.user_id.as_deref())
}

/// Whose conversation it is. LiveAgent does not give the customer's id with the conversation, so it is that of who wrote first.
#[derive(Debug)]
pub(super) enum Owner<'g> {
    /// Who wrote the first mail or chat; `None` where it has no id.
    Known(Option<&'g str>),
    /// Where the thread does not begin here, the first to write may be anybody.
    Unknown,
}

/// Who they are in a group that are no known agents. One who has left, or whose name did not come in time, is none either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stranger {
    /// One person alone.
    One,
    /// Several, or perhaps.
    Several,
}

impl Stranger {
    /// Who the strangers of a group are.
    pub(super) fn of(group: &MessageGroup, desk: &Desk, steps: &Steps) -> Self {
        let mut strangers = strangers(group, desk, steps);
        let first = strangers.next();
        if strangers.all(|other| Some(other) == first) { Self::One } else { Self::Several }
    }
}

impl<'g> Owner<'g> {
    /// Finds out whose conversation it is from its `groups`, the oldest first.
    pub(super) fn of(groups: &[&'g MessageGroup], is_whole: bool, desk: &Desk, steps: &Steps) -> Self {
        if !is_whole {
            return Self::Unknown;
        }
        let mut firsts = groups.iter().filter(|group| comes_in(group)).filter_map(|group| {
            let mut strangers = strangers(group, desk, steps);
            let first = strangers.next()?;
            // Of a mail, the first part is its writer's.
            (!is_talk(group) || strangers.all(|other| other == first)).then_some(first)
        });
        firsts.next().map_or(Self::Unknown, Self::Known)
    }

    /// Who wrote a part of `group`, whose strangers are these. In a chat or a call it is the customer only if nobody else comes into
    /// question.
    pub(super) fn writer(
        &self,
        group: &MessageGroup,
        part: &ConversationMessage,
        strangers: Stranger,
        desk: &Desk,
    ) -> Writer {
        let author = author(group, part);
        let agents = &desk.names.agents;
        if let Some(id) = author.filter(|id| agents.contains_key(*id)) {
            return Writer::Agent(id.to_owned());
        }
        match group.group_type {
            MessageGroupType::OutgoingEmail | MessageGroupType::Forwarded => Writer::HelpDesk,
            MessageGroupType::ReplyToForward => Writer::Someone,
            _ if matches!(author, None | Some("system")) && !comes_in(group) => Writer::System,
            _ if is_talk(group) && (strangers == Stranger::Several || agents.is_empty()) => Writer::Someone,
            _ => match self {
                Self::Known(owner) if *owner == author => Writer::Customer,
                Self::Known(_) if is_talk(group) => Writer::Someone,
                Self::Known(_) => Writer::SomeoneElse,
                Self::Unknown => Writer::Someone,
            },
        }
    }
}

/// Whether customers write groups of this type: the first writer of one is the customer.
fn comes_in(group: &MessageGroup) -> bool {
    is_talk(group)
        || matches!(
            group.group_type,
            MessageGroupType::IncomingEmail
                | MessageGroupType::ReceivedAnswer
                | MessageGroupType::Offline
                | MessageGroupType::OfflineLegacy
                | MessageGroupType::Facebook
                | MessageGroupType::Twitter
                | MessageGroupType::Retweet
                | MessageGroupType::Knowledgebase
                | MessageGroupType::KnowledgebaseStart
                | MessageGroupType::StartInfo
        )
}

/// Who said something in a group and is no known agent.
fn strangers<'g>(group: &'g MessageGroup, desk: &Desk, steps: &Steps) -> impl Iterator<Item = Option<&'g str>> {
    steps.count(group.messages.len());
    let said = group.messages.iter().filter(|message| of(group, message) == Voice::Said);
    said.map(|message| author(group, message)).filter(|user| user.is_none_or(|id| !desk.names.agents.contains_key(id)))
}
