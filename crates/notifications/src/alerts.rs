//! Alerts: a threshold on a figure, and what is said when it is crossed.
//!
//! A turn reads where every alert stands, decides, and keeps all of it in one transaction; then what Discord shows is brought to what is
//! kept. So a crash between the two loses nothing: the next turn, here or in another process, goes on with the second half.

mod incident;
mod show;
mod turn;

use std::collections::HashMap;

use jiff::Timestamp;
use store::{Fence, IncidentChange, Kind, NewIncident, StateChange, Turn};

use self::incident::Member;
pub(crate) use self::incident::{Pressed, Story};
pub use self::show::{title, unit};
use self::turn::{Open, Watched};
use crate::{
    decide::Standing, metric::Metric, notifier::Notifier, question::Question, spec::AlertSpec, watch::Reading,
};

/// An alert that is at work.
#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub(crate) id: i64,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) spec: AlertSpec,
}

impl Alert {
    /// Its figure among those that were read; `None` where LiveAgent did not say.
    fn value(&self, reading: &Reading) -> Option<f64> {
        let AlertSpec { metric, target, .. } = &self.spec;
        if *metric == Metric::LiveagentDown {
            return Some(f64::from(u8::from(reading.down)));
        }
        let question = metric.question(target.as_deref())?;
        if !reading.answered.contains_key(&question) {
            return None;
        }
        let figure = reading.figures.get(&self.spec.series()).copied();
        // A department without a conversation that waits has no row among those that wait.
        figure.or((question == Question::Waiting).then_some(0.0))
    }
}

impl Notifier {
    /// The alerts that are at work.
    pub(crate) async fn alerts(&self) -> Result<Vec<Alert>, store::Error> {
        let active = self.store.active(Kind::Alert).await?;
        let alert = |each: store::Subscription| {
            let spec = serde_json::from_str(&each.spec)
                .inspect_err(|error| tracing::error!(alert.id = each.id, error = %error, "can't read an alert"));
            Some(Alert { id: each.id, guild: each.guild, channel: each.channel, spec: spec.ok()? })
        };
        Ok(active.into_iter().filter_map(alert).collect())
    }

    /// Takes a turn of all alerts with what was read, and shows what came of it.
    pub(crate) async fn turn_alerts(
        &self,
        fence: Fence,
        alerts: &[Alert],
        reading: &Reading,
    ) -> Result<(), store::Error> {
        let now = reading.at;
        let states: HashMap<i64, (Standing, Option<i64>)> = self
            .store
            .alert_states()
            .await?
            .into_iter()
            .map(|state| {
                (state.subscription, (serde_json::from_str(&state.standing).unwrap_or_default(), state.incident))
            })
            .collect();
        let open: Vec<Open> = self.store.open_incidents().await?.into_iter().map(read_open).collect();
        let watched: Vec<Watched> = alerts
            .iter()
            .map(|alert| {
                let (standing, incident) = states.get(&alert.id).cloned().unwrap_or_default();
                Watched {
                    alert: alert.id,
                    guild: alert.guild,
                    channel: alert.channel,
                    spec: alert.spec.clone(),
                    standing,
                    incident,
                    value: alert.value(reading),
                    muted: alert.spec.muted,
                }
            })
            .collect();
        let changes = turn::take(&watched, &open, now);
        let turn = to_keep(changes);
        if !(turn.states.is_empty() && turn.opened.is_empty() && turn.changed.is_empty()) {
            let opened = self.store.turn(fence, &turn, now).await?;
            for incident in opened {
                tracing::info!(incident.id = incident, "an incident began");
            }
        }
        self.show_incidents(fence, alerts).await
    }
}

fn read_open(incident: store::Incident) -> Open {
    Open {
        id: incident.id,
        guild: incident.guild,
        channel: incident.channel,
        cause: incident.cause,
        opened: incident.opened,
        story: serde_json::from_str(&incident.story).unwrap_or_default(),
        pressed: serde_json::from_str(&incident.pressed).unwrap_or_default(),
    }
}

/// The changes of a turn, as the store keeps them.
fn to_keep(changes: turn::Changes) -> Turn {
    let of = |of| match of {
        turn::Of::Kept(incident) => store::Of::Kept(incident),
        turn::Of::New(place) => store::Of::New(place),
    };
    let members = |story: &Story| story.members.iter().map(|member| member.alert).collect();
    Turn {
        states: changes
            .states
            .into_iter()
            .map(|(subscription, standing, incident)| StateChange {
                subscription,
                standing: text(&standing),
                incident: incident.map(of),
            })
            .collect(),
        opened: changes
            .opened
            .into_iter()
            .map(|opened| NewIncident {
                guild: opened.guild,
                channel: opened.channel,
                cause: opened.cause.to_owned(),
                members: members(&opened.story),
                story: text(&opened.story),
            })
            .collect(),
        changed: changes
            .changed
            .into_iter()
            .map(|changed| IncidentChange {
                id: changed.id,
                members: members(&changed.story),
                story: text(&changed.story),
                repost: changed.repost,
                over: changed.over,
            })
            .collect(),
    }
}

/// A value as it is kept. What we keep always has a text.
pub(crate) fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Since when an incident goes on: since the first of its figures was beyond its threshold.
pub(crate) fn since(story: &Story, opened: Timestamp) -> Timestamp {
    story.members.iter().map(|member| member.since).min().unwrap_or(opened)
}
