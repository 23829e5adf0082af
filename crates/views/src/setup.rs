//! A server's setup: the roles for each access level, and its visibility.

mod panel;
mod visibility;

use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::payload::{Button, Embed, Field, RoleSelect, Row};
use crate::press::Press;
use crate::request::{Act, Look};
use crate::{text, words};

pub use panel::{ChooseAgent, GoTo, PanelView, Step, UseChannel, panel};
pub use visibility::{
    ChooseVisibility, Readership, SetChannelWords, SetVisibility, Setting, Visibility, VisibilityView, visibility,
};

/// The roles of each level, with selects to choose them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Roles {}

impl Look for Roles {
    const TAG: &'static str = "ur";
    const NAME: &'static str = "show roles";
}

/// All that a server has set up, at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {}

impl Look for Show {
    const TAG: &'static str = "us";
    const NAME: &'static str = "show setup";
}

/// Give one role per level its level. With `clear`, all roles lose their levels first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
#[serde(default)]
pub struct SetRoles {
    /// The role that gets the level viewer.
    pub viewer: Option<u64>,
    /// The role that gets the level agent.
    pub agent: Option<u64>,
    /// The role that gets the level manager.
    pub manager: Option<u64>,
    /// Whether all roles lose their levels first.
    pub clear: bool,
}

impl Act for SetRoles {
    const TAG: &'static str = "ur";
    const NAME: &'static str = "set roles";
}

/// Give exactly the selected roles a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ChooseRoles {
    /// The level.
    pub level: SetLevel,
    /// Whether the select is in the panel of the first run.
    #[serde(default)]
    pub in_panel: bool,
}

impl Act for ChooseRoles {
    const TAG: &'static str = "uc";
    const NAME: &'static str = "choose roles";
}

/// Show the audit in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct SetAuditChannel {
    /// The channel's id.
    pub channel: u64,
}

impl Act for SetAuditChannel {
    const TAG: &'static str = "ua";
    const NAME: &'static str = "set audit channel";
}

/// Show the audit in no channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ClearAuditChannel {}

impl Act for ClearAuditChannel {
    const TAG: &'static str = "ux";
    const NAME: &'static str = "clear audit channel";
}

/// A level that roles give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetLevel {
    /// Look things up.
    #[serde(rename = "v")]
    Viewer,
    /// Work on conversations.
    #[serde(rename = "a")]
    Agent,
    /// Change what others share.
    #[serde(rename = "m")]
    Manager,
}

impl SetLevel {
    /// All, lowest first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Agent, Self::Manager];

    /// Its name and what it allows.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Viewer => ("Viewer", "Reads conversations, articles and queues"),
            Self::Agent => ("Agent", "Also works on conversations: notes, tags, status"),
            Self::Manager => ("Manager", "Also changes what everyone shares: tags, digests, alerts, boards"),
        }
    }
}

/// A server's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupView {
    /// The roles of each level of [`SetLevel::ALL`].
    pub roles: [Vec<u64>; 3],
    /// Who sees what.
    pub visibility: VisibilityView,
    /// The channel that shows the audit.
    pub audit: Option<AuditChannel>,
    /// The number of linked members.
    pub links: usize,
}

/// A channel that shows the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditChannel {
    /// Its id.
    pub channel: u64,
    /// Discord's reason while it blocks the channel.
    pub blocked: Option<String>,
}

impl SetupView {
    fn is_open(&self) -> bool {
        self.roles.iter().all(Vec::is_empty)
    }
}

/// The roles of each level, with a select for each. `in_panel` says that it is a step of the first run.
#[must_use]
pub fn roles(view: &SetupView, in_panel: bool) -> Message {
    let fields = SetLevel::ALL.into_iter().zip(&view.roles).map(|(level, roles)| {
        let (name, allows) = level.words();
        Field::wide(name, format!("{}\n-# {allows}.", mentions(roles)))
    });
    let note = if view.is_open() {
        "Only members with **Manage Server** can use Switchboard until you choose a role."
    } else {
        "Each level includes the ones above it. Members with **Manage Server** have every level."
    };
    let embed = Embed {
        title: Some("👥 Roles".to_owned()),
        description: Some(note.to_owned()),
        fields: fields.collect(),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    SetLevel::ALL
        .into_iter()
        .zip(&view.roles)
        .fold(Draft::embed(embed), |draft, (level, roles)| {
            let placeholder = format!("{}: choose roles", level.words().0);
            draft.row(Row::role_select(RoleSelect::new(
                &Press::act(&ChooseRoles { level, in_panel }),
                placeholder,
                roles,
            )))
        })
        .fit()
}

/// All settings, in a line each.
#[must_use]
pub fn show(view: &SetupView) -> Message {
    let levels = SetLevel::ALL.into_iter().zip(&view.roles).filter(|(_, roles)| !roles.is_empty());
    let levels: Vec<String> = levels.map(|(level, roles)| format!("{} {}", level.words().0, mentions(roles))).collect();
    let roles = if levels.is_empty() {
        "not set: only members with **Manage Server** can use Switchboard. Choose with `/setup roles`".to_owned()
    } else {
        levels.join(" · ")
    };
    let embed = Embed {
        title: Some("⚙️ Setup".to_owned()),
        description: Some(format!(
            "**Roles** {roles}\n**Visibility** {}\n**Audit** {}\n**Links** {}",
            view.visibility.line(),
            audit(view.audit.as_ref()),
            links(view.links)
        )),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let steps = Button::new("Step by step", &Press::act(&GoTo { step: Step::Roles }));
    Draft::embed(embed).row(Row::buttons([steps])).fit()
}

fn links(links: usize) -> String {
    match links {
        0 => "no member is linked to an agent. Members ask with `/link me`".to_owned(),
        links => format!("{} linked to agents", words::count(links as u64, "member is", "members are")),
    }
}

fn audit(audit: Option<&AuditChannel>) -> String {
    match audit {
        None => "see `/audit`. Post changes to a channel with `/setup audit`".to_owned(),
        Some(AuditChannel { channel, blocked: None }) => format!("each change is posted in <#{channel}>"),
        Some(AuditChannel { channel, blocked: Some(reason) }) => {
            format!("⚠️ <#{channel}> is blocked: Discord doesn't let me post there ({})", text::escape_to(reason, 120))
        }
    }
}

/// The maximum number of roles that are named; the others are counted.
const MAX_NAMED: usize = 25;

fn mentions(roles: &[u64]) -> String {
    if roles.is_empty() {
        return "no role".to_owned();
    }
    let mut named: Vec<String> = roles.iter().take(MAX_NAMED).map(|role| format!("<@&{role}>")).collect();
    if roles.len() > MAX_NAMED {
        named.push(format!("and {} more", roles.len() - MAX_NAMED));
    }
    named.join(", ")
}
