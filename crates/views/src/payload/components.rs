//! Action rows, buttons and selects: of fixed strings here, of a server's roles in `role_select.rs`.

use serde::{Deserialize, Serialize};
use serde_repr::{Deserialize_repr, Serialize_repr};

use super::{Kind, RoleSelect};
use crate::Press;

/// A row of components: up to five buttons, or one select.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    #[serde(rename = "type")]
    kind: Kind<1>,
    /// What stands in the row, from the left.
    pub components: Vec<Component>,
}

impl Row {
    /// A row of buttons.
    pub fn buttons(buttons: impl IntoIterator<Item = Button>) -> Self {
        Self { kind: Kind, components: buttons.into_iter().map(Component::Button).collect() }
    }

    /// A row that one select fills.
    #[must_use]
    pub fn select(select: Select) -> Self {
        Self { kind: Kind, components: vec![Component::Select(select)] }
    }

    /// A row that one role select fills.
    #[must_use]
    pub fn role_select(select: RoleSelect) -> Self {
        Self { kind: Kind, components: vec![Component::RoleSelect(select)] }
    }
}

/// A button or a select. Discord tells them apart by their `type` number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Component {
    /// A button.
    Button(Button),
    /// A string select.
    Select(Select),
    /// A role select.
    RoleSelect(RoleSelect),
}

impl Component {
    /// The id that comes back when it is used; `None` for a link button.
    #[must_use]
    pub fn custom_id(&self) -> Option<&str> {
        match self {
            Self::Button(button) => button.custom_id.as_deref(),
            Self::Select(select) => Some(&select.custom_id),
            Self::RoleSelect(select) => Some(&select.custom_id),
        }
    }
}

/// A button's look. Discord's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize_repr, Deserialize_repr)]
#[repr(u8)]
pub enum ButtonStyle {
    /// The one step that is likeliest to be next.
    Primary = 1,
    /// All other steps.
    Secondary = 2,
    /// A step that completes something.
    Success = 3,
    /// A step that destroys something.
    Danger = 4,
    /// A link out of Discord: has a `url` in place of a `custom_id`.
    Link = 5,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    #[serde(rename = "type")]
    kind: Kind<2>,
    /// Its look.
    pub style: ButtonStyle,
    /// Its words, at most 80 UTF-16 units. Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The picture before the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// What comes back when it is pressed, at most 100 UTF-16 units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// Where a link button leads, at most 512 UTF-16 units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is greyed out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
}

impl Button {
    /// A secondary button that does `press`.
    pub fn new(label: impl Into<String>, press: &Press) -> Self {
        Self::with_id(label, press.encode())
    }

    /// A secondary button with an id made elsewhere (see [`carry`](crate::carry)).
    pub fn with_id(label: impl Into<String>, custom_id: String) -> Self {
        Self {
            kind: Kind,
            style: ButtonStyle::Secondary,
            label: Some(label.into()),
            emoji: None,
            custom_id: Some(custom_id),
            url: None,
            disabled: false,
        }
    }

    /// A button that opens `url` in the browser.
    pub fn link(label: impl Into<String>, url: impl Into<String>) -> Self {
        let url = Some(url.into());
        Self { style: ButtonStyle::Link, custom_id: None, url, ..Self::with_id(label, String::new()) }
    }

    /// The same button in another style.
    #[must_use]
    pub fn style(mut self, style: ButtonStyle) -> Self {
        self.style = style;
        self
    }

    /// The same button with a Unicode emoji before its words.
    #[must_use]
    pub fn emoji(mut self, emoji: &str) -> Self {
        self.emoji = Some(Emoji { name: emoji.to_owned() });
        self
    }

    /// The same button, greyed out where `disabled`.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A Unicode emoji in a button or an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    /// The emoji itself.
    pub name: String,
}

/// A select of fixed strings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Select {
    #[serde(rename = "type")]
    kind: Kind<3>,
    /// What comes back, with the chosen values, at most 100 UTF-16 units.
    pub custom_id: String,
    /// One to 25 options.
    pub options: Vec<SelectOption>,
    /// What it says while nothing is chosen, at most 150 UTF-16 units. Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The fewest options to choose, 0 to 25.
    #[serde(default = "one")]
    pub min_values: u8,
    /// The most options to choose, 1 to the number of options.
    #[serde(default = "one")]
    pub max_values: u8,
    /// Whether it is greyed out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
}

impl Select {
    /// A select of exactly one option that comes back as `press`.
    pub fn new(press: &Press, placeholder: impl Into<String>, options: Vec<SelectOption>) -> Self {
        Self::with_id(press.encode(), placeholder, options)
    }

    /// A select of exactly one option with an id made elsewhere (see [`carry`](crate::carry)).
    pub fn with_id(custom_id: String, placeholder: impl Into<String>, options: Vec<SelectOption>) -> Self {
        Self {
            kind: Kind,
            custom_id,
            options,
            placeholder: Some(placeholder.into()),
            min_values: 1,
            max_values: 1,
            disabled: false,
        }
    }

    /// The same select, of which any number of options may be chosen, none too.
    #[must_use]
    pub fn any_number(mut self) -> Self {
        self.min_values = 0;
        self.max_values = u8::try_from(self.options.len().clamp(1, 25)).unwrap_or(25);
        self
    }
}

/// One option of a [`Select`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectOption {
    /// What people read, at most 100 UTF-16 units. Plain text.
    pub label: String,
    /// What comes back, at most 100 UTF-16 units.
    pub value: String,
    /// A second, smaller line, at most 100 UTF-16 units. Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The picture before the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// Whether it is chosen from the start.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
}

impl SelectOption {
    /// An option that comes back as `value`.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// The same option with a second line.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The same option with a Unicode emoji.
    #[must_use]
    pub fn emoji(mut self, emoji: &str) -> Self {
        self.emoji = Some(Emoji { name: emoji.to_owned() });
        self
    }
}

pub(super) fn one() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
