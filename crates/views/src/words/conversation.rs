//! The states and channels of conversations.

use std::borrow::Cow;

use liveagent::{Channel, ConversationStatus};

use super::{GOOD, QUIET, WAITING, unknown};

/// A state with its icon: "🟠 Open".
#[must_use]
pub fn status(status: ConversationStatus) -> String {
    let (icon, word, _) = look_of(status);
    format!("{icon} {word}")
}

/// The icon and the word of a state apart.
#[must_use]
pub fn status_parts(status: ConversationStatus) -> (&'static str, Cow<'static, str>) {
    let (icon, word, _) = look_of(status);
    (icon, word)
}

/// The icon of a state.
#[must_use]
pub fn status_icon(status: ConversationStatus) -> &'static str {
    look_of(status).0
}

/// The colour of a state.
#[must_use]
pub fn colour(status: ConversationStatus) -> u32 {
    look_of(status).2
}

fn look_of(status: ConversationStatus) -> (&'static str, Cow<'static, str>, u32) {
    let (icon, word, colour) = match status {
        ConversationStatus::New => ("🟣", "New", 0x9b_59_b6),
        ConversationStatus::Open => ("🟠", "Open", WAITING),
        ConversationStatus::Answered => ("🔵", "Answered", 0x34_98_db),
        ConversationStatus::Resolved => ("🟢", "Resolved", GOOD),
        ConversationStatus::Closed => ("🔒", "Closed", QUIET),
        ConversationStatus::Postponed => ("🟡", "Postponed", 0xf1_c4_0f),
        ConversationStatus::Chatting => ("💬", "Chatting", 0x1a_bc_9c),
        ConversationStatus::Calling => ("📞", "Calling", 0x1a_bc_9c),
        ConversationStatus::Init => ("⏳", "Being set up", QUIET),
        ConversationStatus::Spam => ("🚫", "Spam", QUIET),
        ConversationStatus::Deleted => ("🗑️", "Deleted", QUIET),
        ConversationStatus::Other(letter) => return ("⚪", unknown("Unknown state", letter).into(), QUIET),
    };
    (icon, word.into(), colour)
}

/// A channel with its icon: "✉️ Email".
#[must_use]
pub fn channel(channel: Channel) -> String {
    let (icon, word) = words_of(channel);
    format!("{icon} {word}")
}

/// The icon of a channel.
#[must_use]
pub fn channel_icon(channel: Channel) -> &'static str {
    words_of(channel).0
}

fn words_of(channel: Channel) -> (&'static str, Cow<'static, str>) {
    let (icon, word) = match channel {
        Channel::Email => ("✉️", "Email"),
        Channel::ContactButton => ("🔘", "Contact button"),
        Channel::ContactForm => ("📝", "Contact form"),
        Channel::Invitation => ("👋", "Invitation"),
        Channel::Call => ("📞", "Call"),
        Channel::CallButton => ("☎️", "Call button"),
        Channel::Facebook => ("📘", "Facebook"),
        Channel::FacebookMessage => ("💬", "Facebook message"),
        Channel::Twitter => ("🐦", "Twitter"),
        Channel::Forum => ("👥", "Forum"),
        Channel::Suggestion => ("💡", "Suggestion"),
        Channel::Other(letter) => return ("❔", unknown("Another channel", letter).into()),
    };
    (icon, word.into())
}
