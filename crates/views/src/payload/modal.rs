//! Modals: a window with text inputs, opened by a button.

use serde::{Deserialize, Serialize};
use serde_repr::{Deserialize_repr, Serialize_repr};

use super::Kind;
use crate::{Press, limits};

/// A window with one to five text inputs, which is within Discord's limits from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Modal {
    custom_id: String,
    title: String,
    components: Vec<TextRow>,
}

impl Modal {
    /// A window that comes back as `press`. Whatever is too long is shortened, inputs after the fifth are left out.
    pub fn new(press: &Press, title: &str, inputs: impl IntoIterator<Item = TextInput>) -> Self {
        let rows = inputs.into_iter().map(|input| TextRow { kind: Kind, components: [limits::input(input)] });
        Self {
            custom_id: limits::cut_id(press.encode()),
            title: limits::label(title, limits::MODAL_TITLE),
            components: rows.take(limits::MODAL_INPUTS).collect(),
        }
    }

    /// What comes back with the texts.
    #[must_use]
    pub fn custom_id(&self) -> &str {
        &self.custom_id
    }

    /// The inputs, from the top.
    pub fn inputs(&self) -> impl Iterator<Item = &TextInput> {
        self.components.iter().flat_map(|row| &row.components)
    }
}

/// The row that Discord wants around each text input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct TextRow {
    #[serde(rename = "type")]
    kind: Kind<1>,
    components: [TextInput; 1],
}

/// Whether a text input has one line or several. Discord's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize_repr, Deserialize_repr)]
#[repr(u8)]
pub enum InputStyle {
    /// One line.
    Short = 1,
    /// Several lines.
    Paragraph = 2,
}

/// A text input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextInput {
    #[serde(rename = "type")]
    kind: Kind<4>,
    /// Its name within the modal, at most 100 UTF-16 units.
    pub custom_id: String,
    /// One line or several.
    pub style: InputStyle,
    /// What it asks for, at most 45 UTF-16 units. Plain text.
    pub label: String,
    /// What stands in it greyed while it is empty, at most 100 UTF-16 units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// What stands in it from the start, at most 4000 UTF-16 units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it must be filled.
    pub required: bool,
    /// The most characters it takes, 1 to 4000.
    pub max_length: u16,
}

impl TextInput {
    /// A required input of several lines that takes as much as Discord allows.
    pub fn paragraph(custom_id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            kind: Kind,
            custom_id: custom_id.into(),
            style: InputStyle::Paragraph,
            label: label.into(),
            placeholder: None,
            value: None,
            required: true,
            max_length: 4000,
        }
    }

    /// A required input of one line that takes so many characters.
    pub fn line(custom_id: impl Into<String>, label: impl Into<String>, max_length: u16) -> Self {
        Self { style: InputStyle::Short, max_length, ..Self::paragraph(custom_id, label) }
    }

    /// The same input with this text in it from the start.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(value.to_owned());
        self
    }

    /// The same input, which may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same input with a greyed hint.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = Some(placeholder.into());
        self
    }
}
