//! Discord's message parts as plain structs that serialise to Discord's own JSON.
//!
//! Only what Switchboard sends: embeds, action rows with buttons, string selects and role selects, modals with text inputs, files. No
//! limit of a message is enforced here; that is [`Draft::fit`](crate::Draft::fit).

use std::sync::Arc;

mod components;
mod embed;
mod modal;
mod role_select;

pub use components::{Button, ButtonStyle, Component, Emoji, Row, Select, SelectOption};
pub use embed::{Author, Embed, Field, Footer, Image};
pub use modal::{InputStyle, Modal, TextInput};
pub use role_select::{DefaultRole, RoleSelect};

/// A file sent along with a message. Its bytes travel in a multipart part, not in the message's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The file's name with its extension, as people see it.
    pub name: String,
    /// The content.
    pub bytes: Arc<[u8]>,
    /// What the file shows, for screen readers.
    pub description: Option<String>,
}

/// The `type` number that Discord wants in every component: written as `N`, and read only where it is `N`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind<const N: u8>;

impl<const N: u8> serde::Serialize for Kind<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(N)
    }
}

impl<'de, const N: u8> serde::Deserialize<'de> for Kind<N> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(deserializer)?;
        if number == N {
            Ok(Self)
        } else {
            Err(serde::de::Error::custom(format_args!("component type {number} where {N} is expected")))
        }
    }
}
