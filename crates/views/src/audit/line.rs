//! One change, in one line or as plain text.

use jiff::Timestamp;
use liveagent::ConversationStatus;

use super::{Entry, Outcome, words};
use crate::desk::Desk;
use crate::{cut, people, text, time};

/// The longest detail in a line, in UTF-16 units.
const MAX_DETAIL_LENGTH: usize = 120;

/// The longest id in a line, in UTF-16 units.
const MAX_ID_LENGTH: usize = 60;

const FORGOTTEN: &str = "a forgotten member";

/// A part of a detail.
enum Part<'e> {
    Role(u64),
    Channel(u64),
    At(Timestamp),
    Status(ConversationStatus, &'e str),
    Tag(&'e str, &'e str),
    Word(&'e str),
}

/// "✅ 23 November 2026 18:30 @Ada · **Add note** · a1b2c3d4". With `desk`, tags have their names and conversations are links.
pub(super) fn line(entry: &Entry, desk: Option<&Desk>) -> String {
    let who = entry.who.map_or_else(|| FORGOTTEN.to_owned(), mention);
    let action = text::escape_to(&words::action(&entry.action), MAX_ID_LENGTH);
    let (number, target) = match target(entry, desk) {
        Some(Target::Number(number)) => (format!(" #{number}"), None),
        Some(Target::Words(words)) => (String::new(), Some(words)),
        None => (String::new(), None),
    };
    let head = format!("{} {} {who}", words::icon(entry.outcome), time::at(entry.at));
    let parts = [Some(head), Some(format!("**{action}{number}**")), target, detail(entry, desk)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The target as plain text.
pub(super) fn plain_target(entry: &Entry) -> String {
    match entry.target.split_once(' ') {
        Some(("member", _)) => entry.about.map_or_else(|| FORGOTTEN.to_owned(), mention),
        _ => entry.target.clone(),
    }
}

/// The member as plain text.
pub(super) fn plain_member(entry: &Entry) -> String {
    // A number of this length would lose its last digits in a spreadsheet.
    entry.who.map_or_else(|| FORGOTTEN.to_owned(), mention)
}

/// The detail as plain text.
pub(super) fn plain_detail(entry: &Entry) -> String {
    let plain = |part: Part<'_>| match part {
        Part::Role(id) => format!("<@&{id}>"),
        Part::Channel(id) => format!("<#{id}>"),
        Part::At(at) => at.to_string(),
        Part::Status(status, rest) => format!("{}{rest}", crate::words::status_parts(status).1),
        Part::Tag(sign, id) => format!("{sign}{id}"),
        Part::Word(word) => word.to_owned(),
    };
    parts(entry).into_iter().map(plain).collect::<Vec<_>>().join(" ")
}

fn mention(user: u64) -> String {
    format!("<@{user}>")
}

enum Target {
    /// The number of the thing that the action names.
    Number(u64),
    Words(String),
}

fn target(entry: &Entry, desk: Option<&Desk>) -> Option<Target> {
    let (kind, id) = entry.target.split_once(' ').unwrap_or((&entry.target, ""));
    let number: Option<u64> = id.parse().ok();
    Some(Target::Words(match (kind, number) {
        ("channel", Some(id)) => format!("<#{id}>"),
        ("member", _) => entry.about.map_or_else(|| FORGOTTEN.to_owned(), mention),
        ("conversation", _) => match desk {
            Some(desk) => text::link_to(id, MAX_ID_LENGTH, &desk.conversation_url(id)),
            None => format!("conversation {}", text::code(&text::line(id, MAX_ID_LENGTH))),
        },
        ("tag", _) if !id.is_empty() => tag(id, desk),
        ("alert" | "board" | "digest" | "incident", Some(id)) if entry.action.ends_with(kind) => {
            return Some(Target::Number(id));
        }
        ("alert" | "board" | "digest" | "incident" | "subscription", Some(id)) => format!("{kind} #{id}"),
        ("entry", _) if id.is_empty() => return None,
        // The action already says it.
        ("message", Some(_)) | ("" | "tag" | "roles", None) => return None,
        _ => text::escape_to(&entry.target, MAX_ID_LENGTH),
    }))
}

fn tag(id: &str, desk: Option<&Desk>) -> String {
    match desk {
        Some(desk) => people::tag(id, desk),
        None => text::code(&text::line(id, MAX_ID_LENGTH)),
    }
}

/// The outcome of a change that was not made, and the details.
fn detail(entry: &Entry, desk: Option<&Desk>) -> Option<String> {
    let drawn = |part: Part<'_>| match part {
        Part::Role(id) => format!("<@&{id}>"),
        Part::Channel(id) => format!("<#{id}>"),
        Part::At(at) => time::at(at),
        Part::Status(status, rest) => format!("{}{rest}", crate::words::status_parts(status).1),
        Part::Tag(sign, id) => format!("{sign}{}", tag(id, desk)),
        Part::Word(word) => text::escape(word),
    };
    let detail = parts(entry).into_iter().map(drawn).collect::<Vec<_>>().join(" ");
    let detail = cut::markdown(&detail, MAX_DETAIL_LENGTH);
    let outcome = words::outcome(entry.outcome);
    match entry.outcome {
        Outcome::Done => Some(detail).filter(|detail| !detail.is_empty()),
        _ if detail.is_empty() => Some(outcome.to_owned()),
        _ => Some(format!("{outcome} ({detail})")),
    }
}

fn parts(entry: &Entry) -> Vec<Part<'_>> {
    let is_done = entry.outcome == Outcome::Done;
    let mut parts: Vec<Part<'_>> = Vec::new();
    // The action says it.
    let detail = if is_done && entry.action == "note" { "" } else { entry.detail.as_str() };
    for word in detail.split(' ').filter(|word| !word.is_empty()) {
        let before = match parts.last() {
            Some(Part::Word(word)) => *word,
            _ => "",
        };
        let (letter, rest) = word.split_at(word.trim_end_matches(',').len());
        let mut letters = letter.chars();
        let part = match (entry.action.as_str(), before, word.parse::<u64>().ok()) {
            (_, "channel", Some(id)) => {
                parts.pop();
                Part::Channel(id)
            }
            ("set roles" | "change roles", _, Some(id)) => Part::Role(id),
            (_, "until", _) => word.parse().map_or(Part::Word(word), Part::At),
            ("status", "status" | "to", _) if is_done => match (letters.next(), letters.next()) {
                (Some(letter), None) => {
                    if before == "status" {
                        parts.pop();
                    }
                    Part::Status(ConversationStatus::from_letter(letter), rest)
                }
                _ => Part::Word(word),
            },
            ("create tag", "tag", _) if is_done => {
                parts.pop();
                Part::Tag("", word)
            }
            // "t1 was on": it is not changed.
            ("tag" | "untag", ..) if is_done && parts.is_empty() && !word.starts_with(['+', '-']) => {
                Part::Tag("", word)
            }
            ("tag" | "untag" | "set tags" | "retag", ..) if is_done && word.starts_with(['+', '-']) => {
                let (sign, id) = word.split_at(1);
                Part::Tag(sign, id)
            }
            _ => Part::Word(word),
        };
        parts.push(part);
    }
    parts
}
