//! Alerts: a threshold on a figure, and what is said when it is crossed.
//!
//! A turn reads where every alert stands, decides, and keeps all of it in one transaction; beside that, what Discord shows is brought to
//! what is kept. So a crash between the two loses nothing: the next leader does the second half.

mod show;
mod turn;

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use store::{AlertState, Fence, IncidentChange, Kind, NewIncident, StateChange, Turn};

pub(crate) use self::show::Showing;
pub use self::show::{title, unit};
use self::turn::{Open, Watched};
use crate::{
    context::Context,
    decide::Standing,
    incident::{Member, Story},
    kept::Unreadable,
    metric::Metric,
    poll::Poll,
    reading::Reading,
    spec::AlertSpec,
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
    /// Whether it has no owner.
    pub(crate) orphaned: bool,
}

impl Alert {
    /// Its poll, where it has one of its own.
    pub(crate) fn poll(&self) -> Option<Poll> {
        self.spec.metric.poll(self.spec.target.as_deref())
    }

    fn watched(&self, reading: &Reading) -> Watched {
        let Self { id: alert, guild, channel, ref spec, ref standing, incident, muted, orphaned } = *self;
        let value = if spec.metric == Metric::LiveagentDown {
            Some(f64::from(u8::from(reading.is_down())))
        } else {
            reading.figures.get(&spec.series()).and_then(|figure| spec.rule(reading.interval).value(*figure))
        };
        // What lists everything, and does not list it, does not know it any more. A row that can't be read may be it.
        let lists = matches!(spec.metric, Metric::DepartmentOffline | Metric::AgentOffline);
        let answer = self.poll().and_then(|poll| reading.answered.get(&poll));
        let complete = answer.is_some_and(|polled| polled.complete);
        let gone = lists && complete && !reading.figures.contains_key(&spec.series());
        Watched {
            alert,
            guild,
            channel,
            spec: spec.clone(),
            standing: standing.clone(),
            incident,
            value,
            gone,
            muted,
            orphaned,
        }
    }

    /// Whether nothing new is to be posted of it.
    fn is_silent(&self, at: Timestamp) -> bool {
        self.spec.is_quiet(at) || self.muted.is_some_and(|until| at < until)
    }
}

/// The alerts that are at work.
#[derive(Debug)]
pub(crate) struct Alerts {
    /// Those that can be read, by their numbers.
    pub(crate) known: Vec<Alert>,
    /// The numbers of the others. They and their incidents stay as they are until somebody repairs or removes them.
    pub(crate) unreadable: BTreeSet<i64>,
}

impl Context {
    /// The alerts that are at work.
    pub(crate) async fn alerts(&self) -> Result<Alerts, store::Error> {
        let active = self.store.active(Kind::Alert).await?;
        let states = self.store.alert_states().await?;
        let mut states: HashMap<i64, AlertState> =
            states.into_iter().map(|state| (state.subscription, state)).collect();
        let mut alert = |each: &store::Subscription| {
            let state = states.remove(&each.id);
            let standing = state.as_ref().map(|state| self.kept.standing(state)).transpose()?;
            Ok(Alert {
                id: each.id,
                guild: each.guild,
                channel: each.channel,
                spec: self.kept.alert(each)?,
                standing: standing.unwrap_or_default(),
                incident: state.as_ref().and_then(|state| state.incident),
                muted: state.and_then(|state| state.muted),
                orphaned: each.orphaned.is_some(),
            })
        };
        let (mut known, mut unreadable) = (Vec::with_capacity(active.len()), BTreeSet::new());
        for each in &active {
            match alert(each) {
                Ok(alert) => known.push(alert),
                Err(Unreadable { .. }) => _ = unreadable.insert(each.id),
            }
        }
        Ok(Alerts { known, unreadable })
    }

    /// Takes a turn of all alerts with what was read, and keeps what came of it.
    pub(crate) async fn turn_alerts(
        &self,
        fence: Fence,
        alerts: &Alerts,
        reading: &Reading,
    ) -> Result<(), store::Error> {
        let now = reading.at;
        // One that can't be read stays as it is; its alerts start a new incident, so that somebody is told.
        let open = self.store.open_incidents().await?.into_iter().filter_map(|incident| self.open(incident).ok());
        let watched: Vec<Watched> = alerts.known.iter().map(|alert| alert.watched(reading)).collect();
        let turn = to_keep(turn::take(&watched, &alerts.unreadable, open, now, reading.interval));
        if !(turn.states.is_empty() && turn.opened.is_empty() && turn.changed.is_empty()) {
            for incident in self.store.turn(fence, &turn, now).await? {
                tracing::info!(incident.id = incident, "incident opened");
            }
        }
        Ok(())
    }

    fn open(&self, incident: store::Incident) -> Result<Open, Unreadable> {
        let (story, pressed) = self.kept.incident(&incident)?;
        let store::Incident { id, guild, channel, cause, opened, ordinal, .. } = incident;
        Ok(Open { id, guild, channel, cause, opened, ordinal, story, pressed })
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

/// When an incident began: when the first of its values passed its threshold.
pub(crate) fn since(story: &Story, opened: Timestamp) -> Timestamp {
    story.members.iter().map(|member| member.since).min().unwrap_or(opened)
}
