//! What agents and departments are online for.

use liveagent::{OnlineStatus, Presence};

/// What one can be online for, in the order that people read it, with icon and word. To be offline is the absence of all.
const KINDS: [(Presence, &str, &str); 4] = [
    (Presence::Chat, "💬", "Chats"),
    (Presence::Phone, "📞", "Calls"),
    (Presence::Messages, "✉️", "Messages"),
    (Presence::Read, "👁️", "View only"),
];

/// What one is online for, in icons and words: "💬 Chats · ✉️ Messages"; "⚫ Offline" where it is nothing.
#[must_use]
pub fn online(status: &OnlineStatus) -> String {
    if status.is_unknown() {
        return "❔ Unknown".to_owned();
    }
    let kinds: Vec<String> = kinds(status).map(|(icon, word)| format!("{icon} {word}")).collect();
    if kinds.is_empty() { "⚫ Offline".to_owned() } else { kinds.join(" · ") }
}

/// What of it a customer may be waiting for this minute, in icons, for a line of a list: "💬📞"; the rest only where it is neither.
#[must_use]
pub fn online_icons(status: &OnlineStatus) -> String {
    let live = [Presence::Chat, Presence::Phone].iter().filter(|kind| status.contains(**kind)).count();
    kinds(status).take(live.max(1)).map(|(icon, _)| icon).collect()
}

/// Whether one is there at all.
#[must_use]
pub fn is_online(status: &OnlineStatus) -> bool {
    kinds(status).next().is_some()
}

/// A dot that says whether one is there.
#[must_use]
pub fn dot(status: &OnlineStatus) -> &'static str {
    if status.is_unknown() {
        "❔"
    } else if is_online(status) {
        "🟢"
    } else {
        "⚫"
    }
}

fn kinds(status: &OnlineStatus) -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.into_iter().filter(|(presence, ..)| status.contains(*presence)).map(|(_, icon, word)| (icon, word))
}
