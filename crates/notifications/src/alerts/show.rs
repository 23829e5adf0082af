//! Bringing what Discord shows of an incident to what is kept of it, one step at a time.

use answers::charts::{Picture, Wanted};
use jiff::{SignedDuration, Timestamp};
use store::{Claim, DeliveryState, Fence, Incident};
use views::{
    Words,
    alerts::{IncidentView, MemberView},
};

use super::{Alert, since};
use crate::{
    context::Context,
    deliver::{Edited, Outcome},
    incident::{Pressed, Story},
    metric::{Metric, Unit},
    refusal::{Shown, Waits},
};

/// From this age on Discord counts the edits of a message.
const OLD_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// An incident that Discord does not show as it is, and what is to be done about it.
#[derive(Debug)]
pub(crate) struct Showing {
    pub(crate) incident: Incident,
    story: Story,
    pressed: Pressed,
    step: Step,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    /// An old message is deleted.
    Tidy(u64),
    /// Nobody is told: it is in the history.
    Hide,
    /// It is posted, anew or for the first time.
    Post,
    /// This message is edited.
    Edit(u64),
}

impl Showing {
    /// The next step; `None` while it is held back.
    pub(crate) fn of(
        incident: Incident,
        (story, pressed): (Story, Pressed),
        alerts: &[Alert],
        now: Timestamp,
    ) -> Option<Self> {
        let step = match (incident.stale, incident.message, incident.closed) {
            (Some(stale), ..) => Step::Tidy(stale),
            // Over, and nothing tells of it: it was held back as long as it lasted, or the bot ended before it was posted, or recorded.
            (_, None, Some(closed)) if was_held(&story, &pressed, alerts, closed) => Step::Hide,
            (_, Some(message), Some(_)) => Step::Edit(message),
            (_, Some(message), None) if incident.posted >= incident.ordinal => Step::Edit(message),
            (_, _, None) if is_held(&story, &pressed, alerts, now) => return None,
            _ => Step::Post,
        };
        Some(Self { incident, story, pressed, step })
    }

    /// What there is to see besides figures, where only figures may have moved since the last edit and the message is so old that
    /// Discord counts its edits.
    pub(crate) fn may_wait(&self, now: Timestamp) -> Option<String> {
        let Step::Edit(message) = self.step else { return None };
        let counted = now.duration_since(crate::discord::posted_at(message)) >= OLD_AFTER;
        let ends = self.story.members.iter().map(|member| (member.alert, member.over, member.orphaned));
        (counted && self.incident.closed.is_none())
            .then(|| format!("{:?} {} {:?}", self.story.severity, self.incident.pressed, ends.collect::<Vec<_>>()))
    }
}

impl Context {
    /// Takes the step. What Discord does not take now is tried again later.
    pub(crate) async fn show_incident(&self, fence: Fence, showing: Showing) -> Result<Shown, store::Error> {
        let incident = &showing.incident;
        match showing.step {
            Step::Tidy(stale) if self.deliverer.delete(fence, incident.channel, stale).await? => {
                self.store.incident_tidied(fence, incident.id).await?;
                Ok(Shown::Done)
            }
            Step::Tidy(_) => Ok(Shown::Later),
            Step::Hide => {
                for member in &showing.story.members {
                    self.unblocked(fence, member.alert).await?;
                }
                self.store.incident_shown(fence, incident.id, incident.version, incident.ordinal, None).await?;
                Ok(Shown::Done)
            }
            Step::Post => {
                let key = format!("i{}p{}", incident.id, incident.ordinal);
                self.post_incident(fence, &showing, &key, incident.ordinal).await
            }
            Step::Edit(message) => {
                let drawn = self.draw_incident(incident, &showing.story, &showing.pressed, self.clock.now()).await;
                let edited = self.deliverer.edit(fence, incident.channel, message, &drawn).await?;
                if edited == Edited::TooOld && incident.closed.is_some() {
                    // The channel must not show it as firing forever: its end is posted, and the message that can't be edited is deleted.
                    let key = format!("i{}e{}", incident.id, incident.ordinal);
                    return self.post_incident(fence, &showing, &key, incident.ordinal + 1).await;
                }
                self.edited_incident(fence, &showing, (message, incident.posted), edited).await
            }
        }
    }

    async fn edited_incident(
        &self,
        fence: Fence,
        Showing { incident, story, .. }: &Showing,
        (message, posted): (u64, i64),
        edited: Edited,
    ) -> Result<Shown, store::Error> {
        match edited {
            // What is over and was deleted is not posted anew.
            Edited::Repost | Edited::TooOld if incident.closed.is_none() => {
                self.store.repost_incident(fence, incident.id, incident.ordinal).await?;
            }
            Edited::Done | Edited::Repost | Edited::TooOld => {
                for member in &story.members {
                    self.unblocked(fence, member.alert).await?;
                }
                self.store.incident_shown(fence, incident.id, incident.version, posted, Some(message)).await?;
            }
            Edited::Gone(reason) => self.refuse_incident(fence, incident, story, &reason).await?,
            Edited::Closed(reason) | Edited::Wrong(reason) | Edited::Failed(reason) => {
                return self.incident_waits(fence, incident, story, &reason).await;
            }
        }
        Ok(Shown::Done)
    }

    async fn post_incident(
        &self,
        fence: Fence,
        showing: &Showing,
        key: &str,
        ordinal: i64,
    ) -> Result<Shown, store::Error> {
        let Showing { incident, story, pressed, .. } = showing;
        let drawn = Incident { ordinal, ..incident.clone() };
        let message = self.draw_incident(&drawn, story, pressed, self.clock.now()).await;
        let claim = Claim {
            key,
            subscription: story.members.first().map(|member| member.alert),
            channel: incident.channel,
            due: incident.opened,
        };
        let delivery = self.store.claim(fence, &claim).await?;
        let outcome = match (delivery.state, delivery.message) {
            (DeliveryState::Posted, Some(id)) => Outcome::Posted(id),
            (DeliveryState::Claimed, _) => self.deliverer.post(fence, &delivery, &message).await?,
            _ => Outcome::Failed("an earlier attempt failed".to_owned()),
        };
        match outcome {
            // Begun before the bot ended: what stands there is of then.
            Outcome::Posted(id) if delivery.began.is_some() => {
                let edited = self.deliverer.edit(fence, incident.channel, id, &message).await?;
                self.edited_incident(fence, showing, (id, ordinal), edited).await
            }
            Outcome::Posted(id) => self.edited_incident(fence, showing, (id, ordinal), Edited::Done).await,
            Outcome::Gone(reason) => {
                self.refuse_incident(fence, incident, story, &reason).await?;
                Ok(Shown::Done)
            }
            Outcome::Closed(reason) | Outcome::Later(reason) => {
                self.incident_waits(fence, incident, story, &reason).await
            }
            Outcome::Wrong(reason) => {
                self.store.repost_incident(fence, incident.id, incident.ordinal).await?;
                self.incident_waits(fence, incident, story, &reason).await
            }
            // Its key is spent; the next attempt has another.
            Outcome::Failed(_) => {
                self.store.repost_incident(fence, incident.id, incident.ordinal).await?;
                Ok(Shown::Later)
            }
        }
    }

    /// Discord refused it for now: it waits as long as one of its alerts does.
    async fn incident_waits(
        &self,
        fence: Fence,
        incident: &Incident,
        story: &Story,
        reason: &str,
    ) -> Result<Shown, store::Error> {
        let mut waits = Waits::No;
        for member in &story.members {
            if self.blocked(fence, member.alert, incident.channel, reason).await? == Waits::Yes {
                waits = Waits::Yes;
            }
        }
        if waits == Waits::No {
            self.store.incident_shown(fence, incident.id, incident.version, incident.ordinal, incident.message).await?;
        }
        Ok(waits.into())
    }

    /// The channel is gone: its alerts stop, and their creators are told.
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
                let threshold = (first.fire, format!("threshold {}", unit(first.metric).show(first.fire)));
                let wanted = [Wanted { name: first.metric.title(), series }];
                self.charts.of(&title, &wanted, (from, to), Some(threshold)).await
            }
            None => None,
        };
        let view = view(incident, story, pressed, chart, now);
        let desk = self.desk();
        // Without an owner, no manager is responsible for the content.
        let is_orphaned = story.members.iter().any(|member| member.orphaned);
        let desk = if is_orphaned { desk.limited_to(Words::None) } else { desk };
        views::alerts::incident(&view, &desk)
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
    // Firing alerts come first.
    let (over, going): (Vec<_>, Vec<_>) = story.members.iter().partition(|member| member.over.is_some());
    IncidentView {
        id: incident.id,
        ordinal: incident.ordinal,
        severity: story.severity.into(),
        members: going.into_iter().chain(over).map(member).collect(),
        acknowledged: pressed.acknowledged,
        muted: pressed.muted.filter(|_| pressed.is_muted(now)),
        over: incident.closed,
        opened: since(story, incident.opened),
        // Once a firing: what is posted anew because it repeats, or is over, pings nobody.
        role: story
            .role
            .filter(|_| incident.closed.is_none() && (incident.posted == 0 || incident.posted < story.louder)),
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
        gone: member.gone,
        orphaned: member.orphaned,
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

fn alert(alerts: &[Alert], id: i64) -> Option<&Alert> {
    alerts.binary_search_by_key(&id, |alert| alert.id).ok().and_then(|place| alerts.get(place))
}

/// Whether every alert of an incident is muted, or has quiet hours. One that is not known, or not any more, says nothing.
fn is_held(story: &Story, pressed: &Pressed, alerts: &[Alert], now: Timestamp) -> bool {
    let mut going = story.members.iter().filter(|member| member.over.is_none());
    pressed.is_muted(now) || going.all(|member| alert(alerts, member.alert).is_none_or(|alert| alert.is_silent(now)))
}

/// Whether an incident that is over was held back to its end.
fn was_held(story: &Story, pressed: &Pressed, alerts: &[Alert], closed: Timestamp) -> bool {
    let mut all = story.members.iter();
    pressed.is_muted(closed)
        || all.all(|member| alert(alerts, member.alert).is_none_or(|alert| alert.is_silent(closed)))
}
