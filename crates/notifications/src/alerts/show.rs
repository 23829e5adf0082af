//! Bringing what Discord shows of incidents to what is kept of them.

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use store::{Claim, Fence, Incident};
use views::alerts::{IncidentState, IncidentView, MemberView};

use super::{Alert, Pressed, Story, since};
use crate::{
    chart::{Picture, Wanted},
    deliver::{Edited, Outcome},
    metric::{Metric, Unit},
    notifier::Notifier,
};

/// How many incidents are brought up to date in one go.
const AT_ONCE: u32 = 200;

impl Notifier {
    /// Posts and edits until Discord shows what is kept. What Discord does not take now is tried again in the next turn.
    pub(crate) async fn show_incidents(&self, fence: Fence, alerts: &[Alert]) -> Result<(), store::Error> {
        let waiting = self.store.incidents_to_show(AT_ONCE).await?;
        let shown = waiting.iter().map(|incident| self.show_incident(fence, incident, alerts).boxed()).collect();
        for outcome in crate::all_at_once(shown).await {
            outcome?;
        }
        Ok(())
    }

    async fn show_incident(&self, fence: Fence, incident: &Incident, alerts: &[Alert]) -> Result<(), store::Error> {
        let now = self.clock.now();
        let story: Story = serde_json::from_str(&incident.story).unwrap_or_default();
        let pressed: Pressed = serde_json::from_str(&incident.pressed).unwrap_or_default();
        let anew = incident.message.is_none() || incident.posted < incident.ordinal;
        // Over, and nothing tells of it: it was held back as long as it lasted, or the bot ended before it was posted, or recorded.
        let untold = incident.closed.filter(|_| incident.message.is_none());
        if untold.is_some_and(|closed| was_held(&story, &pressed, alerts, closed)) {
            // It is in the history, and nobody is told now.
            return self.store.incident_shown(fence, incident.id, incident.version, incident.ordinal, None).await;
        }
        if anew && incident.closed.is_none() && is_held(&story, &pressed, alerts, now) {
            return Ok(());
        }
        let message = self.draw_incident(incident, &story, &pressed, now).await;
        if untold.is_some() || anew && incident.closed.is_none() {
            return self.post_incident(fence, incident, &story, &message).await;
        }
        let Some(id) = incident.message else { return Ok(()) };
        self.edit_incident(fence, incident, &story, (id, incident.posted), &message).await
    }

    async fn edit_incident(
        &self,
        fence: Fence,
        incident: &Incident,
        story: &Story,
        (id, posted): (u64, i64),
        message: &views::Message,
    ) -> Result<(), store::Error> {
        match self.deliverer.edit(incident.channel, id, message).await {
            Edited::Done => self.store.incident_shown(fence, incident.id, incident.version, posted, Some(id)).await,
            // What is over is not posted anew.
            Edited::Gone | Edited::TooOld if incident.closed.is_some() => {
                self.store.incident_shown(fence, incident.id, incident.version, posted, Some(id)).await
            }
            Edited::Gone | Edited::TooOld => self.store.repost_incident(fence, incident.id, incident.ordinal).await,
            Edited::Refused(reason) => self.refuse_incident(fence, incident, story, &reason).await,
            Edited::Failed(reason) => {
                tracing::warn!(incident.id, reason, "an incident can't be edited; trying again");
                Ok(())
            }
        }
    }

    async fn post_incident(
        &self,
        fence: Fence,
        incident: &Incident,
        story: &Story,
        message: &views::Message,
    ) -> Result<(), store::Error> {
        let key = format!("i{}p{}", incident.id, incident.ordinal);
        let claim = Claim {
            key: &key,
            subscription: story.members.first().map(|member| member.alert),
            channel: incident.channel,
            due: incident.opened,
        };
        let delivery = self.store.claim(fence, &claim).await?;
        let outcome = match (delivery.state, delivery.message) {
            (store::DeliveryState::Posted, Some(id)) => Outcome::Posted(id),
            (store::DeliveryState::Claimed, _) => self.deliverer.post(fence, &delivery, message).await?,
            _ => Outcome::Failed("it failed before".to_owned()),
        };
        match outcome {
            Outcome::Posted(id) => {
                if delivery.began.is_some() {
                    // Begun before the bot ended: what stands there is of then.
                    self.edit_incident(fence, incident, story, (id, incident.ordinal), message).await?;
                } else {
                    let version = incident.version;
                    self.store.incident_shown(fence, incident.id, version, incident.ordinal, Some(id)).await?;
                }
                // One message an incident: the one before goes.
                if let Some(old) = incident.message.filter(|old| *old != id) {
                    self.deliverer.delete(incident.channel, old).await;
                }
                Ok(())
            }
            Outcome::Refused(reason) => self.refuse_incident(fence, incident, story, &reason).await,
            Outcome::Later(_) => Ok(()),
            // Its key is spent; the next attempt has another.
            Outcome::Wrong(_) | Outcome::Failed(_) => {
                self.store.repost_incident(fence, incident.id, incident.ordinal).await
            }
        }
    }

    /// The channel is closed to us: its alerts stop, and their creators hear of it.
    async fn refuse_incident(
        &self,
        fence: Fence,
        incident: &Incident,
        story: &Story,
        reason: &str,
    ) -> Result<(), store::Error> {
        for member in &story.members {
            self.refuse(fence, member.alert, incident.channel, reason).await?;
        }
        self.store.incident_shown(fence, incident.id, incident.version, incident.ordinal, incident.message).await
    }

    pub(crate) async fn draw_incident(
        &self,
        incident: &Incident,
        story: &Story,
        pressed: &Pressed,
        now: Timestamp,
    ) -> views::Message {
        let chart = match story.members.first() {
            Some(first) => {
                let from = since(story, incident.opened) - SignedDuration::from_hours(2);
                let to = incident.closed.unwrap_or(now);
                let title = title(first.metric, first.target_name.as_deref());
                let series = first.metric.series(first.target.as_deref());
                let threshold = (first.fire, format!("alert at {}", unit(first.metric).show(first.fire)));
                let wanted = [Wanted { name: first.metric.title(), series }];
                self.charts.of(self, &title, &wanted, (from, to), Some(threshold)).await
            }
            None => None,
        };
        let view = view(incident, story, pressed, chart, now);
        views::alerts::incident(&view, &self.desk())
    }
}

/// What is shown of an incident.
pub(crate) fn view(
    incident: &Incident,
    story: &Story,
    pressed: &Pressed,
    chart: Option<Picture>,
    now: Timestamp,
) -> IncidentView {
    let muted = pressed.muted.filter(|(_, until)| now < *until);
    let state = match (incident.closed, muted, pressed.acknowledged) {
        (Some(at), ..) => IncidentState::Resolved { at },
        (_, Some((by, until)), _) => IncidentState::Muted { by, until },
        (_, _, Some((by, at))) => IncidentState::Acknowledged { by, at },
        _ => IncidentState::Firing,
    };
    IncidentView {
        id: incident.id,
        ordinal: incident.ordinal,
        severity: story.severity.into(),
        members: story.members.iter().map(member).collect(),
        state,
        opened: since(story, incident.opened),
        // Once a firing: what is posted anew, or is over, pings nobody.
        role: story.role.filter(|_| incident.posted == 0 && incident.closed.is_none()),
        chart,
        sample: false,
    }
}

fn member(member: &super::Member) -> MemberView {
    MemberView {
        title: title(member.metric, member.target_name.as_deref()),
        unit: unit(member.metric),
        value: member.value,
        fire: member.fire,
        peak: member.peak,
        since: member.since,
        over: member.over,
    }
}

/// What the figure of a metric is, as views show it.
#[must_use]
pub fn unit(metric: Metric) -> views::alerts::Unit {
    match metric.unit() {
        Unit::Count => views::alerts::Unit::Count,
        Unit::Minutes => views::alerts::Unit::Minutes,
        Unit::Truth => views::alerts::Unit::Truth,
    }
}

/// "Chats waiting in Support", "Agent offline: Ann Miller".
#[must_use]
pub fn title(metric: Metric, target: Option<&str>) -> String {
    match (target, metric.unit()) {
        (None, _) => metric.title().to_owned(),
        (Some(target), Unit::Truth) => format!("{}: {target}", metric.title()),
        (Some(target), _) => format!("{} in {target}", metric.title()),
    }
}

/// Whether every alert of an incident is muted, or has quiet hours.
fn is_held(story: &Story, pressed: &Pressed, alerts: &[Alert], now: Timestamp) -> bool {
    if pressed.muted.is_some_and(|(_, until)| now < until) {
        return true;
    }
    let mut going = story.members.iter().filter(|member| member.over.is_none());
    going.all(|member| alerts.iter().find(|alert| alert.id == member.alert).is_some_and(|alert| is_silent(alert, now)))
}

/// Whether an incident that is over was held back to its end. An alert that is gone since says nothing any more.
fn was_held(story: &Story, pressed: &Pressed, alerts: &[Alert], closed: Timestamp) -> bool {
    if pressed.muted.is_some_and(|(_, until)| closed < until) {
        return true;
    }
    let alert = |id| alerts.iter().find(|alert| alert.id == id);
    story.members.iter().all(|member| alert(member.alert).is_none_or(|alert| is_silent(alert, closed)))
}

fn is_silent(alert: &Alert, at: Timestamp) -> bool {
    alert.spec.is_quiet(at) || alert.spec.muted.is_some_and(|until| at < until)
}
