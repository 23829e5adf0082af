//! Alerts: a threshold on a figure, and what is said when it is crossed.
//!
//! A turn reads where every alert stands, decides, and keeps all of it in one transaction; beside that, what Discord shows is brought to
//! what is kept. So a crash between the two loses nothing: whoever leads next goes on with the second half.

mod incident;
mod show;
mod turn;

use std::collections::HashMap;

use jiff::Timestamp;
use store::{AlertState, Fence, IncidentChange, Kind, NewIncident, StateChange, Turn};

use self::incident::Member;
pub(crate) use self::incident::{Pressed, Story};
pub(crate) use self::show::Showing;
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
    /// Where it stands.
    pub(crate) standing: Standing,
    /// The incident it belongs to.
    pub(crate) incident: Option<i64>,
    /// Until when somebody has muted it.
    pub(crate) muted: Option<Timestamp>,
}

impl Alert {
    /// Its question, where it has one of its own.
    pub(crate) fn question(&self) -> Option<Question> {
        self.spec.metric.question(self.spec.target.as_deref())
    }

    fn watched(&self, reading: &Reading) -> Watched {
        let Self { id: alert, guild, channel, ref spec, ref standing, incident, muted } = *self;
        let value = if spec.metric == Metric::LiveagentDown {
            Some(f64::from(u8::from(reading.is_down())))
        } else {
            reading.figures.get(&spec.series()).copied()
        };
        // What lists everything, and does not list it, does not know it any more.
        let lists = matches!(spec.metric, Metric::DepartmentOffline | Metric::AgentOffline);
        let answered = self.question().is_some_and(|question| reading.answered.contains_key(&question));
        let gone = lists && answered && value.is_none();
        Watched { alert, guild, channel, spec: spec.clone(), standing: standing.clone(), incident, value, gone, muted }
    }

    /// Whether nothing new is to be posted of it.
    fn is_silent(&self, at: Timestamp) -> bool {
        self.spec.is_quiet(at) || self.muted.is_some_and(|until| at < until)
    }
}

impl Notifier {
    /// The alerts that are at work, by their numbers.
    pub(crate) async fn alerts(&self) -> Result<Vec<Alert>, store::Error> {
        let active = self.store.active(Kind::Alert).await?;
        let states = self.store.alert_states().await?;
        let mut states: HashMap<i64, AlertState> =
            states.into_iter().map(|state| (state.subscription, state)).collect();
        let alert = |each: store::Subscription| {
            let spec = serde_json::from_str(&each.spec)
                .inspect_err(|error| tracing::error!(alert.id = each.id, error = %error, "can't read an alert"));
            let state = states.remove(&each.id);
            Some(Alert {
                id: each.id,
                guild: each.guild,
                channel: each.channel,
                spec: spec.ok()?,
                standing: state.as_ref().map(standing).unwrap_or_default(),
                incident: state.as_ref().and_then(|state| state.incident),
                muted: state.and_then(|state| state.muted),
            })
        };
        Ok(active.into_iter().filter_map(alert).collect())
    }

    /// Takes a turn of all alerts with what was read, and keeps what came of it.
    pub(crate) async fn turn_alerts(
        &self,
        fence: Fence,
        alerts: &[Alert],
        reading: &Reading,
    ) -> Result<(), store::Error> {
        let now = reading.at;
        let open: Vec<Open> = self.store.open_incidents().await?.into_iter().map(read_open).collect();
        let watched: Vec<Watched> = alerts.iter().map(|alert| alert.watched(reading)).collect();
        let turn = to_keep(turn::take(&watched, &open, now, reading.interval));
        if !(turn.states.is_empty() && turn.opened.is_empty() && turn.changed.is_empty()) {
            for incident in self.store.turn(fence, &turn, now).await? {
                tracing::info!(incident.id = incident, "an incident began");
            }
        }
        Ok(())
    }
}

/// Where an alert stands, as it is kept.
pub(crate) fn standing(state: &AlertState) -> Standing {
    serde_json::from_str(&state.standing).unwrap_or_default()
}

fn read_open(incident: store::Incident) -> Open {
    Open {
        id: incident.id,
        guild: incident.guild,
        channel: incident.channel,
        cause: incident.cause,
        opened: incident.opened,
        ordinal: incident.ordinal,
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
                joined: changed.joined,
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
