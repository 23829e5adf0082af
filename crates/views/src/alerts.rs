//! Incidents: what is wrong, since when, how bad, and who sees to it.

use jiff::Timestamp;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::chart::{Picture, figure};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::overview::{self, OverviewKind};
use crate::payload::{Button, ButtonStyle, Embed, Footer, Row};
use crate::press::Press;
use crate::request::Act;
use crate::{people, text, time, words};

/// How many of an incident's alerts are told one by one.
const MAX_MEMBERS: usize = 10;

/// For how long the button mutes, in minutes.
const MUTE_MINUTES: u32 = 60;

/// Acknowledge an incident, so that it is not posted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Acknowledge {
    /// The incident's number.
    pub incident: i64,
}

impl Act for Acknowledge {
    const TAG: &'static str = "ia";
    const NAME: &'static str = "acknowledge";
}

/// Mute an incident, or unmute it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Mute {
    /// The incident's number.
    pub incident: i64,
    /// How long, in minutes; 0 unmutes it.
    #[serde(default)]
    pub minutes: u32,
}

impl Act for Mute {
    const TAG: &'static str = "im";
    const NAME: &'static str = "mute";
}

/// Mute an alert, or unmute it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct MuteAlert {
    /// Its number.
    pub alert: i64,
    /// How long, in minutes; 0 unmutes it.
    #[serde(default)]
    pub minutes: u32,
}

impl Act for MuteAlert {
    const TAG: &'static str = "am";
    const NAME: &'static str = "mute alert";
}

/// Post a sample of an alert's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TestAlert {
    /// Its number.
    pub alert: i64,
}

impl Act for TestAlert {
    const TAG: &'static str = "at";
    const NAME: &'static str = "test alert";
}

/// An incident, as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentView {
    /// Its number.
    pub id: i64,
    /// Which of its messages this is, from 1.
    pub ordinal: i64,
    /// How bad it is.
    pub severity: Severity,
    /// The alerts it set off.
    pub members: Vec<MemberView>,
    /// Who sees to it, and since when.
    pub acknowledged: Option<(u64, Timestamp)>,
    /// Who wants to hear nothing new of it, and until when.
    pub muted: Option<(u64, Timestamp)>,
    /// When it was over.
    pub over: Option<Timestamp>,
    /// Since when.
    pub opened: Timestamp,
    /// The role to ping.
    pub role: Option<u64>,
    /// How its figure went.
    pub chart: Option<Picture>,
    /// Whether it is only shown to see what one looks like.
    pub sample: bool,
}

/// How bad an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Somebody should look.
    Warning,
    /// Somebody must act.
    Critical,
}

/// An alert of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberView {
    /// "Chats waiting in Support".
    pub title: String,
    /// What its figure is.
    pub unit: Unit,
    /// The newest figure.
    pub value: f64,
    /// The threshold.
    pub fire: f64,
    /// The worst figure.
    pub peak: f64,
    /// Since when it is beyond the threshold.
    pub since: Timestamp,
    /// When it was over.
    pub over: Option<Timestamp>,
    /// Whether it was over because LiveAgent does not have it any more.
    pub gone: bool,
    /// Whether the alert has no owner: it shows figures only.
    pub orphaned: bool,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Minutes.
    Minutes,
    /// 1 for yes, 0 for no.
    Truth,
}

impl Unit {
    /// A figure of it, as people write it.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count => figure(value),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut to what fits first")]
            Self::Minutes => time::length((value.clamp(0.0, 1e9) * 60.0) as u64),
            Self::Truth => (if value > 0.0 { "yes" } else { "no" }).to_owned(),
        }
    }
}

/// An incident.
#[must_use]
pub fn incident(view: &IncidentView, desk: &Desk) -> Message {
    let mut lines: Vec<String> =
        view.members.iter().take(MAX_MEMBERS).map(|member| line(member, view.members.len() > 1)).collect();
    if view.members.len() > MAX_MEMBERS {
        lines.push(format!("-# and {} more", view.members.len() - MAX_MEMBERS));
    }
    lines.extend(state(view));
    lines.extend(no_owner(view).map(str::to_owned));
    if view.sample {
        lines.push("-# This is a sample. Nothing is wrong.".to_owned());
    }
    let notice = if view.ordinal > 1 { format!(" · notice {}", view.ordinal) } else { String::new() };
    let mut embed = Embed {
        title: Some(format!("{} {}", icon(view), title(view))),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(colour(view)),
        footer: Some(Footer {
            text: if view.sample { "Sample".to_owned() } else { format!("Incident {}{notice}", view.id) },
        }),
        timestamp: Some(view.opened),
        ..Embed::default()
    };
    let mut draft = Draft { ping: view.role, ..Draft::default() };
    if let Some((file, image)) = view.chart.clone().map(Picture::parts) {
        embed.image = Some(image);
        draft.files.push(file);
    }
    draft.embeds.push(embed);
    draft.components.push(Row::buttons(buttons(view)));
    draft.fit()
}

fn buttons(view: &IncidentView) -> Vec<Button> {
    let incident = view.id;
    let overview = Press::in_new_message(&overview::Show { kind: OverviewKind::All, department: None });
    let mut buttons = Vec::new();
    if view.over.is_none() {
        let acknowledge = Button::new("Acknowledge", &Press::act(&Acknowledge { incident }));
        let seen = view.acknowledged.is_some();
        buttons.push(acknowledge.emoji("👀").style(ButtonStyle::Primary).disabled(seen || view.sample));
        let (label, icon, minutes) =
            if view.muted.is_some() { ("Unmute", "🔔", 0) } else { ("Mute 1 h", "🔕", MUTE_MINUTES) };
        let mute = Button::new(label, &Press::act(&Mute { incident, minutes }));
        buttons.push(mute.emoji(icon).disabled(view.sample));
    }
    buttons.push(Button::new("Overview", &overview).emoji("📊"));
    buttons
}

/// "**23** now (threshold 20) · started two minutes ago"
fn line(member: &MemberView, named: bool) -> String {
    let name = if named { format!("**{}**: ", text::escape_to(&member.title, 100)) } else { String::new() };
    let since = time::ago(member.since);
    let unit = member.unit;
    let (resolved, started) = if named { ("resolved", "started") } else { ("Resolved", "Started") };
    match (member.over, unit) {
        (Some(over), _) if member.gone => {
            format!("{name}{resolved} after {} · no longer in LiveAgent", length(member.since, over))
        }
        (Some(over), Unit::Truth) => format!("{name}{resolved} after {}", length(member.since, over)),
        (Some(over), _) => {
            let (peak, fire) = (unit.show(member.peak), unit.show(member.fire));
            format!("{name}{resolved} after {} · peak **{peak}** (threshold {fire})", length(member.since, over))
        }
        (None, Unit::Truth) => format!("{name}{started} {since}"),
        (None, _) => {
            let (value, fire) = (unit.show(member.value), unit.show(member.fire));
            let peak = if member.peak.total_cmp(&member.value).is_eq() {
                String::new()
            } else {
                format!(" · peak {}", unit.show(member.peak))
            };
            format!("{name}**{value}** now (threshold {fire}){peak} · started {since}")
        }
    }
}

/// Who sees to it, who has muted it, or when it was over.
fn state(view: &IncidentView) -> Vec<String> {
    if let Some(at) = view.over {
        return vec![format!("-# Lasted {}, ended {}.", length(view.opened, at), time::ago(at))];
    }
    let seen =
        view.acknowledged.map(|(by, at)| format!("👀 Acknowledged by {}, {}", people::member(by), time::ago(at)));
    let muted = view.muted.map(|(by, until)| format!("🔕 Muted by {} until {}", people::member(by), time::at(until)));
    let nobody = seen.is_none() && muted.is_none();
    let nobody = nobody.then(|| "-# Not acknowledged yet.".to_owned());
    seen.into_iter().chain(muted).chain(nobody).collect()
}

/// That an alert which still fires has no owner.
fn no_owner(view: &IncidentView) -> Option<&'static str> {
    let mut orphaned = view.members.iter().filter(|member| member.orphaned && member.over.is_none());
    orphaned.next()?;
    Some(match view.members.len() {
        1 => "-# 👤 This alert has no owner and shows figures only. Take it over with `/alert list`.",
        _ => "-# 👤 One of these alerts has no owner, so only figures are shown. Take it over with `/alert list`.",
    })
}

fn title(view: &IncidentView) -> String {
    match view.members.as_slice() {
        [] => "Alert".to_owned(),
        [only] => text::escape_to(&only.title, 200),
        [first, rest @ ..] => format!("{} and {} more", text::escape_to(&first.title, 150), rest.len()),
    }
}

fn icon(view: &IncidentView) -> &'static str {
    match (view.over, view.severity) {
        (Some(_), _) => "✅",
        (_, Severity::Info) => "🔵",
        (_, Severity::Warning) => "🟠",
        (_, Severity::Critical) => "🔴",
    }
}

fn colour(view: &IncidentView) -> u32 {
    match (view.over, view.severity) {
        (Some(_), _) => words::GOOD,
        _ if view.muted.is_some() => words::QUIET,
        (_, Severity::Info) => words::NEUTRAL,
        (_, Severity::Warning) => words::WAITING,
        (_, Severity::Critical) => words::BAD,
    }
}

fn length(from: Timestamp, to: Timestamp) -> String {
    time::length(to.duration_since(from).as_secs().max(0).unsigned_abs())
}
