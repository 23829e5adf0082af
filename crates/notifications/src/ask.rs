//! What commands and buttons ask of the notifier, on any replica: none of it needs the lease.

use answers::charts::{Picture, Wanted};
use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use store::{AlertState, Incident, Subscription, Who};
use views::{
    Message,
    alerts::{IncidentView, MemberView},
    subscriptions::Past,
};

use crate::{
    alerts,
    decide::Standing,
    discord::Failure,
    kept::Unreadable,
    notifier::Notifier,
    spec::{AlertSpec, DigestSpec, Severity},
};

/// How often a press is tried while others change the same incident.
const MAX_TRIES: u32 = 5;

/// What somebody presses on an incident.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IncidentPress {
    /// They see to it.
    Acknowledge,
    /// They want to hear nothing new for so long.
    Mute(SignedDuration),
    /// They want to hear of it again.
    Unmute,
}

/// Where an alert stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stands {
    /// As the leader sees it.
    pub standing: Standing,
    /// Until when somebody has muted it.
    pub muted: Option<Timestamp>,
}

/// What came of a press.
#[derive(Debug)]
pub enum Pressing {
    /// It is kept, and the incident looks like this now.
    Kept(Box<Message>),
    /// The incident is over, or was never in this server.
    Over,
    /// Nothing was kept, because it would have taken the place of what can't be read.
    Unreadable(Unreadable),
}

impl Notifier {
    /// Keeps what somebody pressed on an incident, and draws it as it is now.
    pub async fn press(&self, incident: i64, press: IncidentPress, by: &Who) -> Result<Pressing, store::Error> {
        for _ in 0..MAX_TRIES {
            let Some(found) = self.context.store.incident(incident).await?.filter(|found| found.guild == by.guild)
            else {
                return Ok(Pressing::Over);
            };
            if found.closed.is_some() {
                return Ok(Pressing::Over);
            }
            let (story, mut pressed) = match self.context.kept.incident(&found) {
                Ok(read) => read,
                Err(unreadable) => return Ok(Pressing::Unreadable(unreadable)),
            };
            let (action, muted) = match press {
                IncidentPress::Acknowledge => {
                    pressed.acknowledged.get_or_insert((by.user, by.at));
                    ("acknowledge incident", None)
                }
                IncidentPress::Mute(time) => {
                    let until = by.at + time;
                    pressed.muted = Some((by.user, until));
                    ("mute incident", Some(until))
                }
                IncidentPress::Unmute => {
                    pressed.muted = None;
                    ("unmute incident", Some(by.at))
                }
            };
            let at = (incident, found.version);
            if self.context.store.press(at, &alerts::text(&pressed), muted, action, by).await? {
                let drawn = self.context.draw_incident(&found, &story, &pressed, self.context.clock.now()).await;
                return Ok(Pressing::Kept(Box::new(drawn)));
            }
        }
        Err(store::Error::Unavailable("others change this incident at the same time".to_owned()))
    }

    /// Somebody's press was answered by an edit of the incident's message. Whoever leads may have edited it meanwhile, and
    /// what was drawn for the answer may be older than that: so it is edited once more.
    pub async fn pressed(&self, incident: i64) -> Result<(), store::Error> {
        self.context.store.show_incident_again(incident).await
    }

    /// What an alert's message looks like when it fires.
    #[must_use]
    pub fn sample(&self, spec: &AlertSpec) -> Message {
        let now = self.context.clock.now();
        let since = now - SignedDuration::from_secs(spec.fire_hold);
        let member = MemberView {
            title: alerts::title(spec.metric, spec.target_name.as_deref()),
            unit: alerts::unit(spec.metric),
            value: spec.fire,
            fire: spec.fire,
            peak: spec.fire,
            since,
            over: None,
            gone: false,
            orphaned: false,
        };
        let view = IncidentView {
            id: 0,
            ordinal: 1,
            severity: spec.severity.into(),
            members: vec![member],
            acknowledged: None,
            muted: None,
            over: None,
            opened: since,
            role: None,
            chart: None,
            sample: true,
        };
        views::alerts::incident(&view, &self.context.desk())
    }

    /// How an alert's figure went between two instants.
    pub async fn figure_chart(&self, spec: &AlertSpec, span: (Timestamp, Timestamp)) -> Option<Picture> {
        let title = alerts::title(spec.metric, spec.target_name.as_deref());
        let wanted = [Wanted { name: spec.metric.title(), series: spec.series() }];
        let threshold = (spec.fire, format!("threshold {}", alerts::unit(spec.metric).show(spec.fire)));
        self.context.charts.of(&title, &wanted, span, Some(threshold)).await
    }

    /// The incidents of an alert, newest first, in words: when, for how long, how bad. And the numbers of those that can't be read.
    pub async fn incidents(&self, alert: i64, limit: u32) -> Result<(Vec<Past>, Vec<i64>), store::Error> {
        let mut unreadable = Vec::new();
        let past = |incident: Incident| {
            let (story, pressed) =
                self.context.kept.incident(&incident).inspect_err(|_| unreadable.push(incident.id)).ok()?;
            let member = story.members.iter().find(|member| member.alert == alert)?;
            Some(Past {
                incident: incident.id,
                since: member.since,
                over: member.over.or(incident.closed),
                peak: alerts::unit(member.metric).show(member.peak),
                by: pressed.acknowledged.map(|(user, _)| user),
            })
        };
        let past = self.context.store.incidents_of(alert, limit).await?.into_iter().filter_map(past).collect();
        Ok((past, unreadable))
    }

    /// Where alerts stand, by their numbers. Those that never stood anywhere are not among them.
    pub async fn standings(&self) -> Result<HashMap<i64, Result<Stands, Unreadable>>, store::Error> {
        let read = |state: AlertState| {
            let stands = |standing| Stands { standing, muted: state.muted };
            (state.subscription, self.context.kept.standing(&state).map(stands))
        };
        Ok(self.context.store.alert_states().await?.into_iter().map(read).collect())
    }

    /// What a digest would say now; `None` when LiveAgent answers nothing of it in time.
    pub async fn preview(&self, digest: &Subscription, spec: &DigestSpec) -> Option<Message> {
        self.context.preview(digest, spec).await
    }

    /// Posts a message that nothing is kept of.
    pub async fn post_once(&self, channel: u64, message: &Message) -> Result<(), Failure> {
        self.context.deliverer.post_once(channel, message).await
    }

    /// Whether Discord lets us see a channel; if not, what it says.
    pub async fn can_see(&self, channel: u64) -> Result<(), String> {
        self.context.deliverer.rest.channel(channel).await.map(drop).map_err(|error| error.to_string())
    }
}

impl From<Severity> for views::alerts::Severity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Critical => Self::Critical,
        }
    }
}
