//! Replies to customers: written, shown once more, sent. The text is Markdown, and is shown as the customer will read it.

use liveagent::{Conversation, ConversationMessage, ConversationStatus, MessageGroup};
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use super::{
    head::Head,
    show::changed,
    thread::{Telling, entries, is_spoken},
};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, Field, File, Modal, Row, TextInput};
use crate::press::Press;
use crate::request::{Act, Form};
use crate::steps::Steps;
use crate::{html, markdown, people, text, words};

/// The longest reply, in UTF-16 units: as much as a form takes.
pub const MAX_REPLY_LENGTH: usize = 4000;

/// The name of the text input in [`reply_form`].
pub const REPLY_TEXT: &str = "text";

/// How much of a reply is shown in an embed, and how many new messages above it, in UTF-16 units.
const MAX_SHOWN_LENGTH: usize = 2800;
const MAX_NEWS_LENGTH: usize = 900;
const MAX_NEWS: usize = 3;

/// Write a reply. Its text comes from the window of [`ReplyForm`], in the input named [`REPLY_TEXT`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct WriteReply {
    /// The conversation's id.
    pub conversation: String,
    /// The draft that is written again; 0 for a new one.
    #[serde(default)]
    pub draft: i64,
}

impl Act for WriteReply {
    const TAG: &'static str = "yw";
    const NAME: &'static str = "write reply";
}

/// Send a reply that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct SendReply {
    /// The draft's number.
    pub draft: i64,
}

impl Act for SendReply {
    const TAG: &'static str = "ys";
    const NAME: &'static str = "reply";
}

/// Find out whether a reply was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct CheckReply {
    /// The draft's number.
    pub draft: i64,
}

impl Act for CheckReply {
    const TAG: &'static str = "yk";
    const NAME: &'static str = "check reply";
}

/// Discard a reply that was not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct DiscardReply {
    /// The draft's number.
    pub draft: i64,
}

impl Act for DiscardReply {
    const TAG: &'static str = "yd";
    const NAME: &'static str = "discard reply";
}

/// The text of a reply, in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ReplyForm {
    /// The conversation's id.
    pub conversation: String,
    /// The draft to write again; 0 for a new one.
    #[serde(default)]
    pub draft: i64,
}

impl Form for ReplyForm {
    const TAG: &'static str = "yf";
    const NAME: &'static str = "ask for a reply";
}

/// A reply as it is kept until it is sent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The text, in Markdown.
    pub text: String,
    /// Files, which LiveAgent has already.
    #[serde(default)]
    pub files: Vec<ReplyFile>,
    /// The status to set afterwards.
    #[serde(default)]
    pub status: Option<ConversationStatus>,
    /// Whether LiveAgent adds it to the conversation without sending a mail.
    #[serde(default)]
    pub do_not_send_mail: bool,
    /// Whether LiveAgent leaves the department's mail template out.
    #[serde(default)]
    pub without_template: bool,
}

/// A file of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyFile {
    /// LiveAgent's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    #[serde(default)]
    pub size: Option<u64>,
    /// Its MIME type.
    #[serde(default)]
    pub kind: Option<String>,
}

/// Without what was written.
impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

impl Reply {
    /// The text as LiveAgent gets it.
    #[must_use]
    pub fn html(&self) -> String {
        markdown::to_html(&self.text)
    }
}

/// A reply that is shown before it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Preview<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The draft's number.
    pub draft: i64,
    /// What is sent.
    pub reply: &'a Reply,
    /// The id of the agent in whose name it is sent.
    pub agent: &'a str,
    /// What was said in the conversation since the writer last saw it.
    pub news: &'a [MessageGroup],
    /// Why it was not sent.
    pub failure: Option<&'a str>,
}

/// The window that asks for a reply, with what was written before.
#[must_use]
pub fn reply_form(conversation: &str, draft: i64, written: Option<&str>, label: Option<&str>) -> Modal {
    let press = Press::act(&WriteReply { conversation: conversation.to_owned(), draft });
    let mut input = TextInput::paragraph(REPLY_TEXT, "Reply")
        .placeholder("To the customer, in Markdown. You see it once more before it is sent.");
    input.value = written.map(str::to_owned);
    let title = label.map_or_else(|| "Reply".to_owned(), |label| format!("Reply: {label}"));
    Modal::new(&press, &title, [input])
}

/// A reply as the customer will read it: to whom, as whom, and with what. Nothing is sent yet.
#[must_use]
pub fn preview(preview: Preview<'_>, desk: &Desk) -> Message {
    let Preview { conversation, draft, reply, agent, news, failure } = preview;
    let head = Head::of(conversation, desk);
    let mut parts = Vec::new();
    if let Some(failure) = failure {
        parts.push(format!("⚠️ **Not sent.** {failure}"));
    }
    if let Some(news) = self::news(conversation, news, desk) {
        parts.push(news);
    }
    let (drawn, file) = drawn(reply);
    parts.push(drawn);
    let id = || conversation.conversation_id.clone();
    let embed = Embed {
        description: Some(parts.join("\n\n")),
        fields: fields(head, reply, agent, desk),
        color: Some(words::WAITING),
        ..head.card("✉️ Reply, not sent yet", desk)
    };
    let buttons = [
        Button::new("Send", &Press::act(&SendReply { draft })).emoji("✉️").style(ButtonStyle::Success),
        Button::new("Edit", &Press::form(&ReplyForm { conversation: id(), draft })).emoji("✏️"),
        Button::new("Discard", &Press::act(&DiscardReply { draft })).emoji("🗑️"),
        head.open(),
    ];
    let draft = Draft::embed(embed).row(Row::buttons(buttons));
    file.into_iter().fold(draft, Draft::file).fit()
}

/// The text of a reply as the customer reads it, and as a file where it is too long.
fn drawn(reply: &Reply) -> (String, Option<File>) {
    let drawn = html::article(&reply.html(), &Steps::default()).markdown;
    let shown = crate::cut::markdown(&drawn, MAX_SHOWN_LENGTH);
    let file = (shown != drawn).then(|| File {
        name: "reply.md".to_owned(),
        bytes: reply.text.as_bytes().into(),
        description: Some("The whole reply".to_owned()),
    });
    (format!(">>> {shown}"), file)
}

fn fields(head: Head<'_>, reply: &Reply, agent: &str, desk: &Desk) -> Vec<Field> {
    let email = head.email.filter(|email| head.name.is_some_and(|name| name != *email));
    let to = [Some(head.customer()), email.map(|email| text::escape_to(email, 120))];
    let mut fields = vec![
        Field::inline("To", to.into_iter().flatten().collect::<Vec<_>>().join("\n")),
        Field::inline("As", people::agent(agent, desk)),
        Field::inline("From", head.department(desk).unwrap_or_else(|| "no department".to_owned())),
    ];
    if !reply.files.is_empty() {
        let lines: Vec<String> = reply.files.iter().map(file_line).collect();
        fields.push(Field::wide("Attachments", lines.join("\n")));
    }
    if let Some(status) = reply.status {
        fields.push(Field::inline("Then", words::status(status)));
    }
    if reply.do_not_send_mail {
        fields.push(Field::inline("Mail", "not sent: only added to the conversation"));
    }
    if reply.without_template {
        fields.push(Field::inline("Template", "without"));
    }
    fields
}

/// "📎 invoice.pdf · 12.1 KB · application/pdf"
fn file_line(file: &ReplyFile) -> String {
    let size = file.size.map(|size| format!(" · {}", words::size(size))).unwrap_or_default();
    let kind = file.kind.as_deref().map(|kind| format!(" · {}", text::escape_to(kind, 60))).unwrap_or_default();
    format!("📎 {}{size}{kind}", text::escape_to(&file.name, 100))
}

/// What was said since, newest first, in a few lines; `None` if nothing was.
fn news(conversation: &Conversation, groups: &[MessageGroup], desk: &Desk) -> Option<String> {
    let head = Head::of(conversation, desk);
    let (customer, url) = (head.customer(), desk.conversation_url(head.id));
    let steps = Steps::default();
    let telling = Telling {
        customer: &customer,
        url: &url,
        desk,
        most: MAX_NEWS_LENGTH / MAX_NEWS,
        quotes: false,
        forwarded: false,
        steps: &steps,
    };
    let entries = entries(groups, false, desk, &steps);
    if entries.is_empty() {
        return None;
    }
    let count = words::count(entries.len() as u64, "new entry", "new entries");
    let shown: Vec<String> = entries.iter().take(MAX_NEWS).map(|entry| entry.draw(telling).markdown).collect();
    Some(format!(
        "⚠️ **{count} in the conversation since you wrote this.** Read first, then send or edit.\n\n{}",
        shown.join("\n\n")
    ))
}

/// The reply was sent; `after` is the conversation now. `failed` says why its status is not the one that was asked for.
#[must_use]
pub fn replied(after: &Conversation, reply: &Reply, failed: Option<&str>, desk: &Desk) -> Message {
    let head = Head::of(after, desk);
    let mut what = if reply.do_not_send_mail {
        "Added to the conversation. No mail was sent.".to_owned()
    } else {
        format!("Sent to {}.", head.customer())
    };
    if let Some(sentence) = failed {
        what = format!("{what}\n⚠️ The reply was sent, but the status wasn't changed. {sentence}");
    }
    let files = reply.files.len();
    if files > 0 {
        what = format!("{what}\n📎 {}", words::count(files as u64, "attachment", "attachments"));
    }
    changed(after, "✉️ Reply sent", what, None, desk)
}

/// The reply may have been sent: it is never sent again, and Check reads the conversation.
#[must_use]
pub fn unclear(conversation: &str, draft: i64, reply: &Reply, sentence: &str) -> Message {
    let (drawn, file) = drawn(reply);
    let embed = Embed {
        title: Some("❔ The reply may have been sent".to_owned()),
        description: Some(format!(
            "{sentence}\n**Check** reads the conversation. It doesn't send anything.\n\n{drawn}"
        )),
        color: Some(words::BAD),
        ..Embed::default()
    };
    let open = super::Show { conversation: conversation.to_owned() };
    let buttons = [
        Button::new("Check", &Press::act(&CheckReply { draft })).emoji("🔎").style(ButtonStyle::Primary),
        Button::new("Conversation", &Press::in_new_message(&open)).emoji("📨"),
    ];
    let draft = Draft::embed(embed).row(Row::buttons(buttons));
    file.into_iter().fold(draft, Draft::file).fit()
}

/// The reply was discarded.
#[must_use]
pub fn discarded(conversation: &Conversation, desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let embed = Embed {
        description: Some("Reply discarded. Nothing was sent.".to_owned()),
        ..head.card("🗑️ Reply discarded", desk)
    };
    Draft::embed(embed).row(Row::buttons([head.open()])).fit()
}

/// The message that was last said in a conversation, by its id. Empty where nothing was.
#[must_use]
pub fn last_said(groups: &[MessageGroup]) -> String {
    let said = groups.iter().flat_map(|group| &group.messages);
    said.last().map(|message| message.message_id.clone()).unwrap_or_default()
}

/// What was said or noted after a message, by its id, and not by this agent. Everything if the message is gone.
#[must_use]
pub fn said_since(groups: &[MessageGroup], seen: &str, agent: &str) -> Vec<MessageGroup> {
    let is_seen = groups.iter().flat_map(|group| &group.messages).any(|message| message.message_id == seen);
    let mut is_new = !is_seen;
    let mut since = Vec::new();
    for group in groups {
        let mut messages = Vec::new();
        for message in &group.messages {
            if is_new && is_spoken(group, message) && author(group, message) != Some(agent) {
                messages.push(message.clone());
            }
            is_new |= message.message_id == seen;
        }
        if !messages.is_empty() {
            since.push(MessageGroup { messages, ..group.clone() });
        }
    }
    since
}

/// Whether a reply is among what its agent said after a message. LiveAgent may put a template around it.
#[must_use]
pub fn is_said(groups: &[MessageGroup], seen: &str, agent: &str, reply: &Reply) -> bool {
    let letters = |html: &str| -> String {
        let words = html::words(html, html.len().max(1024));
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    // The beginning is enough to know it by.
    let wanted: String = letters(&reply.html()).chars().take(200).collect();
    let mut is_new = !groups.iter().flat_map(|group| &group.messages).any(|message| message.message_id == seen);
    for group in groups {
        for message in &group.messages {
            let is_by_agent = author(group, message) == Some(agent);
            let said = message.message.as_deref().filter(|_| is_new && is_by_agent);
            if said.is_some_and(|said| letters(said).contains(&wanted)) {
                return true;
            }
            is_new |= message.message_id == seen;
        }
    }
    false
}

fn author<'m>(group: &'m MessageGroup, message: &'m ConversationMessage) -> Option<&'m str> {
    message.user_id.as_deref().or(group.user_id.as_deref())
}
