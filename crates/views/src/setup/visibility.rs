//! Who sees answers and changes, and how much of customers' words channels show.

use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use crate::desk::Words;
use crate::message::{Draft, Message};
use crate::payload::{Embed, Field, Row, Select, SelectOption};
use crate::press::Press;
use crate::request::{Act, Look};
use crate::words;

/// The maximum number of channels that are listed; the others are counted.
const MAX_CHANNELS: usize = 20;

/// A server's visibility, with selects to change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Visibility {}

impl Look for Visibility {
    const TAG: &'static str = "uv";
    const NAME: &'static str = "show visibility";
}

/// Change a server's visibility. A field that is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
#[serde(default)]
pub struct SetVisibility {
    /// Who sees look-ups.
    pub look_ups: Option<Readership>,
    /// Who sees changes.
    pub changes: Option<Readership>,
    /// How much of customers' words channels show.
    pub words: Option<Words>,
}

impl Act for SetVisibility {
    const TAG: &'static str = "uv";
    const NAME: &'static str = "set visibility";
}

/// Change how much of customers' words one channel shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct SetChannelWords {
    /// The channel.
    pub channel: u64,
    /// How much; `None` for as much as the server's other channels.
    #[serde(default)]
    pub words: Option<Words>,
}

impl Act for SetChannelWords {
    const TAG: &'static str = "uw";
    const NAME: &'static str = "set visibility of a channel";
}

/// Change one setting of a server's visibility to the selected value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ChooseVisibility {
    /// The setting.
    pub setting: Setting,
    /// Whether the select is in the panel of the first run.
    #[serde(default)]
    pub in_panel: bool,
}

impl Act for ChooseVisibility {
    const TAG: &'static str = "uh";
    const NAME: &'static str = "choose visibility";
}

/// Who sees an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Readership {
    /// The member alone.
    #[serde(rename = "m")]
    Member,
    /// Everyone in the channel.
    #[serde(rename = "c")]
    Channel,
}

impl Readership {
    /// Whether everyone in the channel sees it.
    #[must_use]
    pub fn is_public(self) -> bool {
        self == Self::Channel
    }
}

/// All limits of customers' words, the strictest first.
const ALL_WORDS: [Words; 3] = [Words::None, Words::Subject, Words::All];

/// The name of a limit.
fn name(words: Words) -> &'static str {
    match words {
        Words::None => "None",
        Words::Subject => "Subject",
        Words::All => "All",
    }
}

/// The content that a limit lets channels show.
fn explained(words: Words) -> &'static str {
    match words {
        Words::None => "no subjects, messages or names of customers",
        Words::Subject => "subjects and names, but no messages or notes",
        Words::All => "everything",
    }
}

/// A setting of a server's visibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// Where look-ups are answered.
    #[serde(rename = "l")]
    LookUps,
    /// Whether changes are announced.
    #[serde(rename = "c")]
    Changes,
    /// How much of customers' words channels show.
    #[serde(rename = "w")]
    Words,
}

/// The value of an option in a select of [`ChooseVisibility`] that means a public setting.
const PUBLIC: &str = "public";
/// The same for a private setting.
const PRIVATE: &str = "private";

impl ChooseVisibility {
    /// The change that a selected value means; `None` for a value of another version.
    #[must_use]
    pub fn change(&self, value: &str) -> Option<SetVisibility> {
        let readership = match value {
            PUBLIC => Some(Readership::Channel),
            PRIVATE => Some(Readership::Member),
            _ => None,
        };
        let none = SetVisibility::default();
        Some(match self.setting {
            Setting::LookUps => SetVisibility { look_ups: Some(readership?), ..none },
            Setting::Changes => SetVisibility { changes: Some(readership?), ..none },
            Setting::Words => {
                let words = ALL_WORDS.into_iter().find(|words| name(*words) == value)?;
                SetVisibility { words: Some(words), ..none }
            }
        })
    }
}

/// A server's visibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibilityView {
    /// Whether look-ups are answered in the channel.
    pub look_ups_public: bool,
    /// Whether changes are announced in the channel.
    pub changes_public: bool,
    /// How much of customers' words channels show.
    pub words: Words,
    /// Channels with a setting of their own.
    pub channels: Vec<(u64, Words)>,
}

/// The visibility of a server that has set nothing.
impl Default for VisibilityView {
    fn default() -> Self {
        Self { look_ups_public: false, changes_public: false, words: Words::Subject, channels: Vec::new() }
    }
}

impl VisibilityView {
    /// In one line.
    pub(super) fn line(&self) -> String {
        let look_ups = if self.look_ups_public { "look-ups in the channel" } else { "look-ups private" };
        let changes = if self.changes_public { "changes announced" } else { "changes private" };
        let apart = match self.channels.len() {
            0 => String::new(),
            channels => format!(" ({} differ)", words::count(channels as u64, "channel", "channels")),
        };
        format!("{look_ups} · {changes} · customers' words in channels: {}{apart}", name(self.words))
    }
}

/// A server's visibility, with a select for each setting. `in_panel` says that it is a step of the first run.
#[must_use]
pub fn visibility(view: &VisibilityView, in_panel: bool) -> Message {
    let look_ups = if view.look_ups_public {
        "In the channel, if the member can write there"
    } else {
        "Private: only the member who asks sees them"
    };
    let changes =
        if view.changes_public { "Private, and announced in the channel" } else { "Private, with no announcement" };
    let mut fields = vec![
        Field::wide("Look-ups", look_ups),
        Field::wide("Changes", changes),
        Field::wide(
            "Customers' words in channels",
            format!(
                "{}: {}\n-# For everything that others can read: answers, shared messages, digests, boards, alerts. \
                 Private answers show everything.",
                name(view.words),
                explained(view.words)
            ),
        ),
    ];
    if !view.channels.is_empty() {
        let mut lines: Vec<String> = view
            .channels
            .iter()
            .take(MAX_CHANNELS)
            .map(|(channel, words)| format!("<#{channel}> {}: {}", name(*words), explained(*words)))
            .collect();
        if view.channels.len() > MAX_CHANNELS {
            lines.push(format!("and {} more", view.channels.len() - MAX_CHANNELS));
        }
        fields.push(Field::wide("Other channels", lines.join("\n")));
    }
    let embed = Embed {
        title: Some("👁️ Visibility".to_owned()),
        description: Some("Set a channel apart with `/setup visibility channel: words:`.".to_owned()),
        fields,
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let readership = |setting, name: &str, is_public: bool, [private, public]: [&str; 2]| {
        let options = [(private, PRIVATE, !is_public), (public, PUBLIC, is_public)];
        let options = options.map(|(label, value, default)| SelectOption {
            default,
            ..SelectOption::new(format!("{name}: {label}"), value)
        });
        Row::select(Select::new(&Press::act(&ChooseVisibility { setting, in_panel }), name, options.to_vec()))
    };
    let options = ALL_WORDS.map(|words| SelectOption {
        default: words == view.words,
        description: Some(format!("Channels show {}", explained(words))),
        ..SelectOption::new(format!("Customers' words: {}", name(words)), name(words))
    });
    let press = Press::act(&ChooseVisibility { setting: Setting::Words, in_panel });
    let words = Select::new(&press, "Customers' words", options.to_vec());
    Draft::embed(embed)
        .row(readership(Setting::LookUps, "Look-ups", view.look_ups_public, ["private", "in the channel"]))
        .row(readership(Setting::Changes, "Changes", view.changes_public, ["private", "announced in the channel"]))
        .row(Row::select(words))
        .fit()
}
