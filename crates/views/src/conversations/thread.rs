//! A conversation's message groups as what people said and did, newest first.
//!
//! An entry knows what it is made of and draws itself when it is asked to: of a long thread only the page that is shown is drawn.

mod voice;

use jiff::Timestamp;
use liveagent::{ConversationMessage, MessageGroup, MessageGroupStatus};

use super::attachment;
use crate::desk::{Desk, Words};
use crate::html::{self, Drawn, Mail, Reading};
use crate::steps::Steps;
use crate::{people, text, time};
use voice::{Owner, Stranger, Voice, Writer};

/// The longest line about what happened, in UTF-16 units.
const MAX_EVENT_LENGTH: usize = 200;

/// How a thread is read.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    /// The customer's name, in markdown.
    pub(super) customer: &'a str,
    /// Where LiveAgent shows the conversation.
    pub(super) url: &'a str,
    pub(super) desk: &'a Desk,
    /// The most that is shown of one message, in UTF-16 units.
    pub(super) most: usize,
    /// Whether quoted text is shown in full.
    pub(super) quotes: bool,
    /// Whether the conversation began with a mail that was forwarded, as its subject says.
    pub(super) forwarded: bool,
    pub(super) steps: &'a Steps,
}

/// One stretch of a thread: what somebody said in one go, or what happened.
pub(super) struct Entry<'g> {
    group: &'g MessageGroup,
    parts: Vec<&'g ConversationMessage>,
    voice: Voice,
    writer: Writer,
    at: Option<Timestamp>,
    /// It is the thread's first mail.
    is_first: bool,
}

/// The thread's entries, newest first. `is_whole` says whether `groups` begin where the thread does.
pub(super) fn entries<'g>(groups: &'g [MessageGroup], is_whole: bool, desk: &Desk, steps: &Steps) -> Vec<Entry<'g>> {
    let groups: Vec<&MessageGroup> =
        groups.iter().filter(|group| group.status != MessageGroupStatus::Deleted).collect();
    let owner = Owner::of(&groups, is_whole, desk, steps);
    let mut entries = Vec::new();
    for group in groups {
        let stranger = Stranger::of(group, desk, steps);
        // Parting it into runs, and keeping them in order.
        steps.count(group.messages.len() * 2);
        for (voice, parts) in runs(group) {
            let Some(first) = parts.first() else { continue };
            let at = first.date_created.or(group.date_created).map(|local| local.at(&desk.zone));
            let writer = owner.writer(group, first, stranger, desk);
            entries.push(Entry { group, parts, voice, writer, at, is_first: false });
        }
    }
    // LiveAgent gives the oldest first; what has the same second keeps that order, turned.
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    if let Some(first) = entries.iter_mut().rev().find(|entry| entry.voice == Voice::Said).filter(|_| is_whole) {
        first.is_first = true;
    }
    entries
}

/// Whether a part is something that a person said or noted.
pub(super) fn is_spoken(group: &MessageGroup, message: &ConversationMessage) -> bool {
    matches!(voice::of(group, message), Voice::Said | Voice::Noted)
}

/// The parts of a group that belong together: what one person said in one go, with what it quotes and the files that came with it.
fn runs(group: &MessageGroup) -> Vec<(Voice, Vec<&ConversationMessage>)> {
    let mut runs: Vec<(Voice, Vec<&ConversationMessage>)> = Vec::new();
    for message in &group.messages {
        let voice = voice::of(group, message);
        let joins = |last: Voice, parts: &[&ConversationMessage]| match voice {
            Voice::Quoted => matches!(last, Voice::Said | Voice::Noted | Voice::Quoted),
            Voice::Said | Voice::Noted => {
                last == Voice::Quoted
                    || last == voice
                        && parts.first().is_some_and(|first| {
                            voice::author(group, first) == voice::author(group, message)
                                || voice::is_file(message) && !voice::is_talk(group)
                        })
            }
            _ => false,
        };
        match runs.last_mut() {
            _ if voice == Voice::Silent => {}
            Some((last, parts)) if joins(*last, parts) => {
                if *last == Voice::Quoted {
                    *last = voice;
                }
                parts.push(message);
            }
            _ => runs.push((voice, vec![message])),
        }
    }
    for (voice, _) in &mut runs {
        // Where nothing else is there, the quoted part is the message.
        if *voice == Voice::Quoted {
            *voice = Voice::Said;
        }
    }
    runs
}

impl Entry<'_> {
    /// Whether somebody wrote it; what merely happened is no message.
    pub(super) fn is_message(&self) -> bool {
        matches!(self.voice, Voice::Noted | Voice::Said)
    }

    /// The entry as Discord's markdown.
    pub(super) fn draw(&self, telling: Telling<'_>) -> Drawn {
        let when = self.at.map(|at| format!(" · {}", time::ago(at))).unwrap_or_default();
        let agent = match &self.writer {
            Writer::Agent(id) => Some(people::agent(id, telling.desk)),
            _ => None,
        };
        let short = |markdown: String| Drawn { markdown, ..Drawn::default() };
        match self.voice {
            Voice::Silent | Voice::Quoted => Drawn::default(),
            Voice::Happened(icon) => {
                let words = self.words(telling.desk).unwrap_or_else(|| voice::name(self.group, self.parts.first()));
                let who = agent.map(|agent| format!(" · {agent}")).unwrap_or_default();
                short(format!("-# {icon} {words}{who}{when}"))
            }
            Voice::Undelivered => {
                let words = self.words(telling.desk).map(|words| format!(": {words}")).unwrap_or_default();
                short(format!("🔴 **Not delivered**{words}{when}"))
            }
            Voice::Rated(icon) => {
                let words = self.words(telling.desk).map(|words| format!(": {words}")).unwrap_or_default();
                short(format!("{icon} **{}** rated this{words}{when}", telling.customer))
            }
            Voice::Noted => {
                let nobody = if self.writer == Writer::System { "System" } else { "Someone" };
                let who = agent.unwrap_or_else(|| nobody.to_owned());
                self.with_body(&format!("📝 **{who}** added an internal note{when}"), telling)
            }
            Voice::Said => {
                let (icon, who) = match (agent, &self.writer) {
                    (Some(agent), _) => ("💬", format!("**{agent}** replied")),
                    (None, Writer::HelpDesk) => ("💬", "**The help desk** replied".to_owned()),
                    (None, Writer::Customer) => ("👤", format!("**{}**", telling.customer)),
                    (None, Writer::SomeoneElse) => ("👥", "**Someone else**".to_owned()),
                    (None, _) => ("💬", "**Someone**".to_owned()),
                };
                self.with_body(&format!("{icon} {who}{when}"), telling)
            }
        }
    }

    /// What was said, below who said it: quotes folded, files last, and what is left out said.
    fn with_body(&self, head: &str, telling: Telling<'_>) -> Drawn {
        if !telling.desk.shows(Words::All) {
            return Drawn { markdown: head.to_owned(), ..Drawn::default() };
        }
        let reading =
            Reading { most: telling.most, unfolded: telling.quotes, forwarded: telling.forwarded && self.is_first };
        let mut mail = Mail::new(reading, telling.steps);
        let mut files = Vec::new();
        for part in &self.parts {
            let Some(body) = part.message.as_deref() else { continue };
            if voice::is_file(part) {
                let plain = || format!("📎 {}", html::words(body, MAX_EVENT_LENGTH));
                files.push(attachment::draw(body).unwrap_or_else(|| escape_name(&plain())));
            } else if voice::is_quoted(part) {
                mail = mail.quoted(body);
            } else {
                mail = mail.text(body);
            }
        }
        let mut drawn = mail.finish();
        let mut lines = vec![head.to_owned()];
        if !drawn.markdown.is_empty() {
            lines.push(drawn.markdown);
        } else if files.is_empty() && !drawn.cut {
            lines.push("-# (no text)".to_owned());
        }
        lines.extend(files);
        if drawn.cut {
            lines.push(format!("-# ✂️ Shortened. [Read the rest in LiveAgent]({})", telling.url));
        }
        drawn.markdown = lines.join("\n");
        drawn
    }

    /// What happened, in one line; `None` if it does not say.
    fn words(&self, desk: &Desk) -> Option<String> {
        if !desk.shows(Words::All) {
            return None;
        }
        let bodies = self.parts.iter().filter_map(|message| message.message.as_deref());
        let words: Vec<String> =
            bodies.map(|body| html::words(body, MAX_EVENT_LENGTH)).filter(|words| !words.is_empty()).collect();
        (!words.is_empty()).then(|| text::escape_to(&words.join(" · "), MAX_EVENT_LENGTH))
    }
}

fn escape_name(name: &str) -> String {
    text::escape_to(name, MAX_EVENT_LENGTH)
}
