//! LiveAgent's installation, and Switchboard itself.

use std::time::Duration;

use jiff::Timestamp;
use liveagent::ApplicationStatus;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Embed, Field};
use crate::request::Look;
use crate::{text, time, words};

/// The account, and Switchboard itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct About {}

impl Look for About {
    const TAG: &'static str = "ab";
    const NAME: &'static str = "about";
}

/// How far LiveAgent's clock may be off before it is worth a word, in seconds.
const MAX_CLOCK_SKEW: u64 = 120;

/// What is known of both.
#[derive(Clone, Debug)]
pub struct AboutInfo {
    /// Switchboard's version.
    pub version: &'static str,
    /// When Switchboard started.
    pub started: Timestamp,
    /// LiveAgent's answer, if there was one.
    pub status: Option<ApplicationStatus>,
    /// Why there was none, in a sentence of markdown.
    pub trouble: Option<String>,
    /// How long LiveAgent took, whether it answered or not.
    pub answered_in: Duration,
}

/// Versions, clocks and health.
#[must_use]
pub fn about(info: &AboutInfo, desk: &Desk) -> Message {
    let uptime = desk.now.as_second().saturating_sub(info.started.as_second());
    let mut fields = vec![
        Field::inline("Switchboard", text::escape_to(info.version, 40)),
        Field::inline("Uptime", time::length(u64::try_from(uptime).unwrap_or(0))),
    ];
    let milliseconds = info.answered_in.as_millis();
    match &info.status {
        Some(status) => {
            fields.push(Field::inline("Response time", format!("✅ {milliseconds} ms")));
            fields.extend(liveagent_fields(status, desk));
        }
        None => fields.push(Field::inline("Response time", "❌ no response")),
    }
    let host = desk.panel.split("://").nth(1).unwrap_or(&desk.panel);
    let embed = Embed {
        title: Some(text::escape_to(host, 200)),
        url: Some(desk.panel.clone()),
        description: info.trouble.as_ref().map(|trouble| format!("⚠️ {trouble}")),
        color: Some(if info.status.is_some() { words::GOOD } else { words::BAD }),
        fields,
        ..Embed::default()
    };
    Draft { embeds: vec![embed], components: rows_of(&About {}, Vec::new()), ..Draft::default() }.fit()
}

fn liveagent_fields(status: &ApplicationStatus, desk: &Desk) -> Vec<Field> {
    let mut fields = vec![Field::inline("LiveAgent", text::escape_to(&status.liveagent_version, 40))];
    let framework = status.gpf_version.as_deref().map(|version| text::escape_to(version, 40));
    fields.extend(framework.map(|version| Field::inline("Framework", version)));
    let days = [("Installed", status.date_installed), ("Last update", status.date_latest_update)];
    fields.extend(
        days.into_iter()
            .filter_map(|(name, date)| date.map(|date| Field::inline(name, time::day(date.at(&desk.zone))))),
    );
    if let Some(clock) = status.current_server_time {
        let off = clock.at(&desk.zone).as_second() - desk.now.as_second();
        let words = if off.unsigned_abs() <= MAX_CLOCK_SKEW {
            "✅ in sync".to_owned()
        } else {
            format!("⚠️ {} {}", time::length(off.unsigned_abs()), if off > 0 { "ahead" } else { "behind" })
        };
        fields.push(Field::inline("Clock", words));
    }
    fields
}
