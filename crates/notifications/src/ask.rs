//! What commands and buttons ask of the notifier, on any replica: none of it needs the lease.

use jiff::{SignedDuration, Timestamp};
use serenity::all::ChannelId;
use store::{Incident, Who};
use views::{
    Message,
    alerts::{IncidentView, MemberView},
};

use crate::{
    alerts::{self, Pressed, Story},
    chart::{Picture, Wanted},
    decide::Standing,
    discord,
    notifier::Notifier,
    spec::{AlertSpec, Severity},
};

/// How often a press is tried while others change the same incident.
const TRIES: u32 = 5;

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

/// What came of a press.
#[derive(Debug)]
pub enum Pressing {
    /// It is kept, and the incident looks like this now.
    Kept(Box<Message>),
    /// The incident is over, or was never in this server.
    Over,
}

impl Notifier {
    /// Keeps what somebody pressed on an incident, and draws it as it is now.
    pub async fn press(&self, incident: i64, press: IncidentPress, by: &Who) -> Result<Pressing, store::Error> {
        for _ in 0..TRIES {
            let Some(found) = self.store.incident(incident).await?.filter(|found| found.guild == by.guild) else {
                return Ok(Pressing::Over);
            };
            if found.closed.is_some() {
                return Ok(Pressing::Over);
            }
            let mut pressed: Pressed = serde_json::from_str(&found.pressed).unwrap_or_default();
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
            if self.store.press(at, &alerts::text(&pressed), muted, action, by).await? {
                let found = Incident { pressed: alerts::text(&pressed), ..found };
                return Ok(Pressing::Kept(Box::new(self.incident_message(&found).await)));
            }
        }
        Err(store::Error::Unavailable("others change this incident at the same time".to_owned()))
    }

    /// Somebody's press was answered by an edit of the incident's message. Whoever leads may have edited it meanwhile, and
    /// what was drawn for the answer may be older than that: so it is edited once more.
    pub async fn pressed(&self, incident: i64) -> Result<(), store::Error> {
        self.store.show_incident_again(incident).await
    }

    /// An incident, drawn as it is kept.
    async fn incident_message(&self, incident: &Incident) -> Message {
        let story: Story = serde_json::from_str(&incident.story).unwrap_or_default();
        let pressed: Pressed = serde_json::from_str(&incident.pressed).unwrap_or_default();
        self.draw_incident(incident, &story, &pressed, self.clock.now()).await
    }

    /// What an alert's message looks like when it fires.
    #[must_use]
    pub fn sample(&self, spec: &AlertSpec) -> Message {
        let now = self.clock.now();
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
        views::alerts::incident(&view, &self.desk())
    }

    /// How an alert's figure went between two instants.
    pub async fn figure_chart(&self, spec: &AlertSpec, span: (Timestamp, Timestamp)) -> Option<Picture> {
        let title = alerts::title(spec.metric, spec.target_name.as_deref());
        let wanted = [Wanted { name: spec.metric.title(), series: spec.series() }];
        let threshold = (spec.fire, format!("alert at {}", alerts::unit(spec.metric).show(spec.fire)));
        self.charts.of(self, &title, &wanted, span, Some(threshold)).await
    }

    /// The incidents of an alert, newest first, in words: when, for how long, how bad.
    pub async fn incidents(&self, alert: i64, limit: u32) -> Result<Vec<views::subscriptions::Past>, store::Error> {
        let past = |incident: Incident| {
            let story: Story = serde_json::from_str(&incident.story).unwrap_or_default();
            let pressed: Pressed = serde_json::from_str(&incident.pressed).unwrap_or_default();
            let member = story.members.iter().find(|member| member.alert == alert)?;
            Some(views::subscriptions::Past {
                incident: incident.id,
                since: member.since,
                over: member.over.or(incident.closed),
                peak: alerts::unit(member.metric).show(member.peak),
                by: pressed.acknowledged.map(|(user, _)| user),
            })
        };
        Ok(self.store.incidents_of(alert, limit).await?.into_iter().filter_map(past).collect())
    }

    /// Where alerts stand, and until when they are muted, by their numbers.
    pub async fn standings(
        &self,
    ) -> Result<std::collections::HashMap<i64, (Standing, Option<Timestamp>)>, store::Error> {
        let read = |state: store::AlertState| (state.subscription, (alerts::standing(&state), state.muted));
        Ok(self.store.alert_states().await?.into_iter().map(read).collect())
    }

    /// Posts a message that nothing is kept of.
    pub async fn post_once(&self, channel: u64, message: &Message) -> Result<(), String> {
        self.deliverer.post_once(channel, message).await.map_err(|error| discord::say(&error))
    }

    /// Whether Discord lets us see a channel; if not, what it says.
    pub async fn can_see(&self, channel: u64) -> Result<(), String> {
        match self.deliverer.http.get_channel(ChannelId::new(channel)).await {
            Ok(_) => Ok(()),
            Err(error) => Err(discord::say(&error)),
        }
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
