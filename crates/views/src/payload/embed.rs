//! Embeds. They are also read back, from the message whose Share button was pressed.

use serde::{Deserialize, Serialize};

/// One embed: the card that an answer is drawn as.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Embed {
    /// The small line above the title. Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The headline. Discord renders inline markdown in it, but no links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the headline leads: http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The body, in Discord's markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The bar on the left, as 0xRRGGBB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// Name and value pairs below the body; up to three inline ones stand in a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// A large picture below the fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The small line at the end. Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
    /// An instant beside the footer, which Discord shows in each reader's own zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<jiff::Timestamp>,
}

/// A name and a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The label, in Discord's markdown.
    pub name: String,
    /// The value, in Discord's markdown.
    pub value: String,
    /// Whether it shares its row with its neighbours.
    #[serde(default)]
    pub inline: bool,
}

impl Field {
    /// A field that shares its row with up to two neighbours.
    pub fn inline(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), inline: true }
    }

    /// A field with a row of its own.
    pub fn wide(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), inline: false }
    }
}

/// The small line above an embed's title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Plain text.
    pub name: String,
    /// Where it leads: http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The small line at an embed's end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footer {
    /// Plain text.
    pub text: String,
}

/// A picture, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// http, https, or `attachment://name` for a file of the same message.
    pub url: String,
}
