//! A message as it is drafted, and as it may be sent.
//!
//! [`Draft`] takes anything; [`Draft::fit`] is the only way from it to a [`Message`], and enforces every limit of Discord
//! for any content. How a message gets to Discord, and whether it is private, is not known here.

use serde::Serialize;

use crate::limits;
use crate::payload::{Embed, File, Row};

/// A message being drawn: nothing about it is checked yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Text above the embeds, in Discord's markdown.
    pub content: Option<String>,
    /// The cards.
    pub embeds: Vec<Embed>,
    /// The rows of buttons and selects.
    pub components: Vec<Row>,
    /// Files sent along.
    pub files: Vec<File>,
    /// The one role that the message pings. Text never pings anybody; this does, and only this.
    pub ping: Option<u64>,
}

impl Draft {
    /// A message of one embed.
    #[must_use]
    pub fn embed(embed: Embed) -> Self {
        Self { embeds: vec![embed], ..Self::default() }
    }

    /// The same draft with one more row below.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        self.components.push(row);
        self
    }

    /// The same draft with one more file.
    #[must_use]
    pub fn file(mut self, file: File) -> Self {
        self.files.push(file);
        self
    }

    /// The message within all limits of Discord: what is too long is shortened, what is empty or too many is left out.
    #[must_use]
    pub fn fit(self) -> Message {
        let content = self.content.filter(|text| !limits::blank(text));
        let ping = self.ping.map(|role| format!("<@&{role}>"));
        let content = match (ping, content) {
            (Some(ping), Some(text)) => Some(format!("{ping} {text}")),
            (ping, text) => ping.or(text),
        };
        let files = limits::files(self.files);
        let mut message = Message {
            content: content.map(|text| crate::cut::markdown(&text, limits::CONTENT)),
            embeds: limits::embeds(self.embeds),
            components: limits::rows(self.components),
            allowed_mentions: Mentions {
                parse: [],
                roles: self.ping.map(|role| role.to_string()).into_iter().collect(),
            },
            attachments: files.iter().enumerate().map(|(id, file)| Attachment::of(id, file)).collect(),
            files,
        };
        if message.content.is_none() && message.embeds.is_empty() && message.files.is_empty() {
            message.embeds.push(Embed { description: Some("Nothing to show.".to_owned()), ..Embed::default() });
        }
        message
    }
}

/// A message that Discord accepts. No mention is parsed from its text: it pings the one role that its draft names, or nobody.
///
/// It serialises to the body that Discord wants, less its files, which travel beside it. Embeds and components are
/// always written, so that an edit replaces both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    embeds: Vec<Embed>,
    components: Vec<Row>,
    allowed_mentions: Mentions,
    /// What the files show. In an edit they take the place of those that were there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
    #[serde(skip)]
    files: Vec<File>,
}

impl Message {
    /// Text above the embeds.
    #[must_use]
    pub fn content(&self) -> Option<&str> {
        self.content.as_deref()
    }

    /// The cards.
    #[must_use]
    pub fn embeds(&self) -> &[Embed] {
        &self.embeds
    }

    /// The rows of buttons and selects.
    #[must_use]
    pub fn components(&self) -> &[Row] {
        &self.components
    }

    /// Files to send along.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }
}

impl From<Message> for Draft {
    /// The message to be changed and fitted again.
    fn from(message: Message) -> Self {
        let Message { content, embeds, components, files, allowed_mentions: _, attachments: _ } = message;
        Self { content, embeds, components, files, ping: None }
    }
}

/// Whom a message may ping: nobody by its text, and the roles that are named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Mentions {
    parse: [&'static str; 0],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
}

/// A file of the message, by its place among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Attachment {
    id: String,
    filename: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl Attachment {
    fn of(id: usize, file: &File) -> Self {
        Self { id: id.to_string(), filename: file.name.clone(), description: file.description.clone() }
    }
}
