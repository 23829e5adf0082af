//! A conversation's message groups as what people said and did, newest first.

use jiff::Timestamp;
use liveagent::{ConversationMessage, MessageGroup, MessageGroupStatus, MessageGroupType, MessageType};

use crate::cut;
use crate::desk::Desk;
use crate::{html, people, text, time};

/// The longest message that is shown in full, in UTF-16 units; LiveAgent's panel has the rest.
const MESSAGE: usize = 1500;

/// The longest line about what happened.
const EVENT: usize = 200;

/// Whose words, or what kind of happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// What was said between customer and agents.
    Said,
    /// What agents tell each other.
    Noted,
    /// What the customer thought of it.
    Rated(&'static str),
    /// What happened, with its icon.
    Happened(&'static str),
    /// What no one needs to read: mail headers, footers, browsers.
    Silent,
}

/// One stretch of a thread, as it is shown.
pub(super) struct Entry {
    pub(super) markdown: String,
    /// Whether somebody wrote it; what merely happened is none.
    pub(super) is_message: bool,
}

/// The thread's entries, newest first. `customer` is the customer's name in markdown.
pub(super) fn entries(groups: &[MessageGroup], customer: &str, desk: &Desk) -> Vec<Entry> {
    let mut timed: Vec<(Option<Timestamp>, Entry)> = Vec::new();
    for group in groups.iter().filter(|group| group.status != MessageGroupStatus::Deleted) {
        for run in group.messages.chunk_by(|one, next| same_run(group, one, next)) {
            let Some(first) = run.first() else { continue };
            let at = first.date_created.or(group.date_created).map(|local| local.at(&desk.zone));
            timed.extend(entry(group, run, at, customer, desk).map(|entry| (at, entry)));
        }
    }
    // LiveAgent gives the oldest first; what has the same second keeps that order, turned.
    timed.reverse();
    timed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    timed.into_iter().map(|(_, entry)| entry).collect()
}

fn same_run(group: &MessageGroup, one: &ConversationMessage, next: &ConversationMessage) -> bool {
    let voices = (voice(group, one), voice(group, next));
    one.user_id == next.user_id && matches!(voices, (Voice::Said, Voice::Said) | (Voice::Noted, Voice::Noted))
}

fn voice(group: &MessageGroup, message: &ConversationMessage) -> Voice {
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
        MessageType::RatingComment => Voice::Rated("⭐"),
        MessageType::PositiveRating => Voice::Rated("👍"),
        MessageType::NegativeRating => Voice::Rated("👎"),
        MessageType::Tag => Voice::Happened("🏷️"),
        MessageType::Transfer | MessageType::InvitationReroute => Voice::Happened("➡️"),
        MessageType::Status => Voice::Happened("🔁"),
        MessageType::Split | MessageType::Merged => Voice::Happened("🔗"),
        MessageType::End | MessageType::Disconnected => Voice::Happened("🔚"),
        MessageType::System | MessageType::SystemPublic | MessageType::Other(_) => Voice::Happened("⚙️"),
        MessageType::Header
        | MessageType::HeaderA
        | MessageType::Footer
        | MessageType::ErrorFooter
        | MessageType::UserAgent
        | MessageType::Quoted => Voice::Silent,
    }
}

fn entry(
    group: &MessageGroup,
    run: &[ConversationMessage],
    at: Option<Timestamp>,
    customer: &str,
    desk: &Desk,
) -> Option<Entry> {
    let first = run.first()?;
    let bodies = || run.iter().filter_map(|message| message.message.as_deref());
    let when = at.map(|at| format!(" · {}", time::ago(at))).unwrap_or_default();
    let user = author(group, first);
    let agent = user.filter(|id| desk.names.agents.contains_key(*id)).map(|id| people::agent(id, desk));
    let voice = voice(group, first);
    let markdown = match voice {
        Voice::Silent => return None,
        Voice::Happened(icon) => {
            let words = line(bodies())?;
            let who = agent.map(|agent| format!(" · {agent}")).unwrap_or_default();
            format!("-# {icon} {words}{who}{when}")
        }
        Voice::Rated(icon) => {
            let words = line(bodies()).map(|words| format!(": {words}")).unwrap_or_default();
            format!("{icon} **{customer}** rated this{words}{when}")
        }
        Voice::Noted => {
            let nobody = || if matches!(user, None | Some("system")) { "System" } else { "Someone" }.to_owned();
            let who = agent.unwrap_or_else(nobody);
            format!("📝 **{who}** noted, for colleagues only{when}\n{}", body(run)?)
        }
        Voice::Said => {
            let (icon, who) = match (agent, stranger(group, desk)) {
                (Some(agent), _) => ("💬", format!("**{agent}** replied")),
                (None, Stranger::HelpDesk) => ("💬", "**The help desk** replied".to_owned()),
                (None, Stranger::Customer) => ("👤", format!("**{customer}**")),
                (None, Stranger::Someone) => ("💬", "**Someone**".to_owned()),
            };
            format!("{icon} {who}{when}\n{}", body(run)?)
        }
    };
    Some(Entry { markdown, is_message: matches!(voice, Voice::Noted | Voice::Said) })
}

/// Who wrote a message.
fn author<'g>(group: &'g MessageGroup, message: &'g ConversationMessage) -> Option<&'g str> {
    message.user_id.as_deref().or(group.user_id.as_deref())
}

/// Who it may be that is no known agent: one who has left, or whose name did not come in time, is none either.
enum Stranger {
    Customer,
    HelpDesk,
    Someone,
}

/// Whose words those are in `group` that no known agent said. In a chat or a call it is the customer only if nobody else comes into
/// question: an agent's words are never put into a customer's mouth.
fn stranger(group: &MessageGroup, desk: &Desk) -> Stranger {
    match group.group_type {
        MessageGroupType::OutgoingEmail | MessageGroupType::Forwarded => Stranger::HelpDesk,
        MessageGroupType::ReplyToForward => Stranger::Someone,
        MessageGroupType::Chat
        | MessageGroupType::Call
        | MessageGroupType::OutgoingCall
        | MessageGroupType::Other(_) => {
            let agents = &desk.names.agents;
            let said = group.messages.iter().filter(|message| voice(group, message) == Voice::Said);
            let mut strangers: Vec<_> = said.map(|message| author(group, message)).collect();
            strangers.retain(|user| user.is_none_or(|id| !agents.contains_key(id)));
            let is_one = strangers.windows(2).all(|pair| pair[0] == pair[1]);
            if is_one && !agents.is_empty() { Stranger::Customer } else { Stranger::Someone }
        }
        _ => Stranger::Customer,
    }
}

/// What was said, with quotes folded, as far as it fits; `None` if nothing is left of it.
fn body(run: &[ConversationMessage]) -> Option<String> {
    let text = |message: &ConversationMessage| {
        let text = html::message(message.message.as_deref()?);
        let is_file = matches!(message.message_type, MessageType::File | MessageType::NoteFile);
        (!text.is_empty()).then(|| if is_file { format!("📎 {text}") } else { text })
    };
    let text = run.iter().filter_map(text).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then(|| cut::markdown(&text, MESSAGE))
}

/// What happened, in one line.
fn line<'b>(bodies: impl Iterator<Item = &'b str>) -> Option<String> {
    let words: Vec<String> = bodies.map(html::words).filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| text::escape_to(&words.join(" · "), EVENT))
}
