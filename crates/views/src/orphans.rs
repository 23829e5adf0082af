//! Digests, boards and alerts whose creator is no manager any more: what tells a server's managers so, and how one is taken over.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
};

use jiff::Timestamp;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, Footer, Row};
use crate::press::Press;
use crate::request::Act;
use crate::subscriptions::Subscribed;
use crate::{text, words};

/// The maximum number of subscriptions that an announcement lists. The lists have the others.
const MAX_LISTED: usize = 19;

/// The maximum number of buttons in a row.
const ROW_SIZE: usize = 5;

/// Take over what an announcement tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TakeOver {
    /// The announcement's number.
    pub announcement: i64,
    /// The number of the digest, board or alert; all of the announcement's if `None`.
    #[serde(default)]
    pub subscription: Option<i64>,
}

impl Act for TakeOver {
    const TAG: &'static str = "oo";
    const NAME: &'static str = "take over";
}

/// Take over a line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TakeOverListed {
    /// The list.
    pub kind: Subscribed,
    /// Its page.
    pub page: u32,
    /// The number of the digest, board or alert.
    pub subscription: i64,
}

impl Act for TakeOverListed {
    const TAG: &'static str = "ol";
    const NAME: &'static str = "take over from a list";
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncementView {
    /// Its number.
    pub id: i64,
    /// Since when.
    pub at: Timestamp,
    /// Who had them; `None` where that member was forgotten.
    pub creator: Option<u64>,
    /// What it tells of.
    pub orphans: Vec<Orphan>,
}

/// A digest, board or alert in an announcement.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Orphan {
    /// Its number.
    pub id: i64,
    /// What it is: "digest", "board", "alert".
    pub what: &'static str,
    /// A digest's title, or what an alert watches.
    pub name: Option<String>,
    /// Its channel.
    pub channel: u64,
    /// What became of it.
    pub state: OrphanState,
}

/// What became of a digest, board or alert without an owner.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub enum OrphanState {
    /// It is paused.
    Paused,
    /// It is paused when it would be posted or updated next.
    Pauses,
    /// Discord refused it.
    Stopped,
    /// An alert keeps running, without customers' words.
    FiguresOnly,
    /// This member has it now.
    TakenOver(u64),
}

impl OrphanState {
    fn is_open(self) -> bool {
        !matches!(self, Self::TakenOver(_))
    }

    fn words(self) -> (&'static str, String) {
        match self {
            Self::Paused => ("⏸️", "paused".to_owned()),
            Self::Pauses => ("⏳", "pauses at its next update".to_owned()),
            Self::Stopped => ("⛔", "stopped".to_owned()),
            Self::FiguresOnly => ("🔢", "keeps running, shows figures only".to_owned()),
            Self::TakenOver(by) => ("✅", format!("taken over by <@{by}>")),
        }
    }
}

impl AnnouncementView {
    /// Whether nothing is left to take over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.orphans.iter().any(|orphan| orphan.state.is_open())
    }
}

/// A word that changes when what the announcement says does.
#[must_use]
pub fn shown(view: &AnnouncementView) -> String {
    let mut hasher = DefaultHasher::new();
    view.creator.hash(&mut hasher);
    view.orphans.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Why a digest or a board is paused, for its list.
#[must_use]
pub fn reason(what: &str) -> String {
    format!("its creator can no longer manage {what}s")
}

/// What has no owner, with a button to take over each and one for all.
#[must_use]
pub fn announcement(view: &AnnouncementView) -> Message {
    let mut lines = Vec::new();
    if !view.is_over() {
        let creator = view.creator.map(|creator| format!("<@{creator}> can no longer manage these."));
        lines.push(creator.unwrap_or_else(|| "The data of the member who created these was deleted.".to_owned()));
    }
    // What is left to take over comes first.
    let (open, taken): (Vec<&Orphan>, Vec<&Orphan>) = view.orphans.iter().partition(|orphan| orphan.state.is_open());
    lines.extend(open.iter().chain(&taken).take(MAX_LISTED).map(|orphan| line(orphan)));
    let more = view.orphans.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        lines.push(format!("-# and {more} more: see `/digest list`, `/board list` and `/alert list`"));
    }
    lines.push(if view.is_over() {
        "-# There's nothing left to take over.".to_owned()
    } else {
        "-# Take one over to become its owner. You need the Manager role.".to_owned()
    });
    let embed = Embed {
        title: Some(if view.is_over() { "✅ No new owner needed" } else { "👤 Needs a new owner" }.to_owned()),
        description: Some(lines.join("\n")),
        color: Some(if view.is_over() { words::GOOD } else { words::WAITING }),
        footer: Some(Footer { text: format!("Announcement {}", view.id) }),
        timestamp: Some(view.at),
        ..Embed::default()
    };
    let draft = Draft::embed(embed);
    buttons(view.id, &open)
        .chunks(ROW_SIZE)
        .fold(draft, |draft, row| draft.row(Row::buttons(row.iter().cloned())))
        .fit()
}

fn buttons(announcement: i64, open: &[&Orphan]) -> Vec<Button> {
    let button =
        |label: String, subscription| Button::new(label, &Press::act(&TakeOver { announcement, subscription }));
    match open {
        [] => Vec::new(),
        [only] => vec![button("Take over".to_owned(), Some(only.id)).style(ButtonStyle::Primary)],
        several => {
            let all = button("Take over all".to_owned(), None).style(ButtonStyle::Primary);
            let each =
                several.iter().take(MAX_LISTED).map(|each| button(format!("Take over #{}", each.id), Some(each.id)));
            std::iter::once(all).chain(each).collect()
        }
    }
}

/// "⏸️ **Digest #3** Morning · <#channel> · paused"
fn line(orphan: &Orphan) -> String {
    let Orphan { id, what, name, channel, state } = orphan;
    let mut kind = (*what).to_owned();
    kind[..1].make_ascii_uppercase();
    let name = name.as_ref().map(|name| format!(" {}", text::escape_to(name, 80))).unwrap_or_default();
    let (icon, words) = state.words();
    format!("{icon} **{kind} #{id}**{name} · <#{channel}> · {words}")
}

/// The buttons that take over lines of a page of a list, by their numbers.
pub(crate) fn listed(kind: Subscribed, page: u32, orphaned: &[i64]) -> Vec<Row> {
    let button = |id: &i64| {
        let press = Press::act(&TakeOverListed { kind, page, subscription: *id });
        Button::new(format!("Take over #{id}"), &press).emoji("👤")
    };
    orphaned.chunks(ROW_SIZE).map(|row| Row::buttons(row.iter().map(button))).collect()
}
