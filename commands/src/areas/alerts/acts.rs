//! Creates, changes, mutes and tests alerts. What holds all settings is declared here: it is never a button.

use answers::Sends;
use jiff::SignedDuration;
use notifications::spec::{AlertSpec, Quiet, Severity};
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;
use store::{Change, Kind, NewSubscription, NextDue};
use views::{
    Act,
    alerts::{MuteAlert, TestAlert},
};

use super::{
    rule::{check, saved, text},
    target::{Ping, Target},
};
use crate::{
    Error,
    areas::subscriptions,
    error::NotPosted,
    people::access::Level,
    perform::{Doing, Done, Input, Perform, Records},
};

/// The longest time to mute, in minutes.
const MAX_MUTE_MINUTES: u32 = 7 * 24 * 60;

/// Watch a metric and tell a channel when it crosses a threshold.
#[derive(Clone, Debug, Serialize_tuple, Deserialize)]
pub(super) struct Create {
    pub(super) channel: u64,
    pub(super) spec: AlertSpec,
    #[serde(default)]
    pub(super) ping: Option<Ping>,
}

impl Act for Create {
    const TAG: &'static str = "an";
    const NAME: &'static str = "create alert";
}

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        check(&self.spec)?;
        subscriptions::room(bot, caller, Kind::Alert).await?;
        let spec = text(&self.spec);
        let new = NewSubscription { kind: Kind::Alert, channel: self.channel, spec, next_due: None };
        let made = bot.store.subscribe(&new, &bot.audit.who(caller)).await?;
        bot.notifier.look_soon();
        Ok(saved("saved", made.id, self.channel, &self.spec, self.ping).into())
    }
}

/// Change an alert. What is `None` stays as it is.
#[derive(Clone, Debug, Default, Serialize_tuple, Deserialize)]
#[serde(default)]
pub(super) struct Edit {
    pub(super) alert: i64,
    pub(super) channel: u64,
    pub(super) fire: Option<f64>,
    pub(super) clear: Option<f64>,
    /// In seconds.
    pub(super) fire_hold: Option<i64>,
    /// In seconds.
    pub(super) clear_hold: Option<i64>,
    pub(super) target: Option<NewTarget>,
    pub(super) ping: Option<Ping>,
    /// Whether it pings no role.
    pub(super) is_quiet: bool,
    pub(super) severity: Option<Severity>,
    /// `none` for none.
    pub(super) quiet: Option<String>,
    pub(super) zone: Option<String>,
    /// In seconds; 0 for never.
    pub(super) repeat: Option<i64>,
}

/// What an alert is changed to watch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum NewTarget {
    /// The whole help desk.
    All,
    /// A department or an agent, and its name.
    Of(Target, Option<String>),
}

impl Act for Edit {
    const TAG: &'static str = "ae";
    const NAME: &'static str = "change alert";
}

impl Edit {
    fn change(&self, spec: AlertSpec, own_zone: String) -> AlertSpec {
        let clear = match (self.fire, self.clear) {
            (_, Some(clear)) => clear,
            (Some(fire), None) => AlertSpec::usual_clear(spec.metric, fire),
            (None, None) => spec.clear,
        };
        let (target, target_name) = match self.target.clone() {
            Some(NewTarget::All) => (None, None),
            Some(NewTarget::Of(target, name)) => (Some(target.id()), name),
            None => (spec.target, spec.target_name),
        };
        let zone = self.zone.clone().or_else(|| spec.quiet.as_ref().map(|quiet| quiet.zone.clone()));
        let zone = zone.unwrap_or(own_zone);
        let quiet = match self.quiet.clone().or_else(|| spec.quiet.map(|quiet| quiet.hours)) {
            Some(none) if none.trim().eq_ignore_ascii_case("none") => None,
            hours => hours.map(|hours| Quiet { hours, zone }),
        };
        AlertSpec {
            metric: spec.metric,
            target,
            target_name,
            fire: self.fire.unwrap_or(spec.fire),
            clear,
            fire_hold: self.fire_hold.unwrap_or(spec.fire_hold),
            clear_hold: self.clear_hold.unwrap_or(spec.clear_hold),
            role: self.ping.map(|ping| ping.role).or(spec.role).filter(|_| !self.is_quiet),
            severity: self.severity.unwrap_or(spec.severity),
            quiet,
            repeat: match self.repeat {
                Some(0) => None,
                Some(seconds) => Some(seconds),
                None => spec.repeat,
            },
        }
    }
}

impl Perform for Edit {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, channel) = (doing.bot, self.channel);
        // If somebody else changes it at the same time, this change is applied to the result.
        for _ in 0..subscriptions::MAX_TRIES {
            let found = subscriptions::by_id(bot, doing.caller, Kind::Alert, self.alert).await?;
            let spec = self.change(bot.notifier.kept().alert(&found)?, subscriptions::own_zone(bot));
            check(&spec)?;
            let change = Change { channel, spec: &text(&spec), due: NextDue::AsBefore, resume: true };
            if bot.store.change(&found, &change, &bot.audit.who(doing.caller)).await? {
                bot.notifier.wake(Some(channel));
                bot.notifier.look_soon();
                return Ok(saved("updated", found.id, channel, &spec, self.ping).into());
            }
        }
        Err(subscriptions::busy("alert"))
    }
}

impl Perform for MuteAlert {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let found = subscriptions::by_id(bot, doing.caller, Kind::Alert, self.alert).await?;
        let minutes = self.minutes.min(MAX_MUTE_MINUTES);
        let until = (minutes > 0).then(|| bot.clock.now() + SignedDuration::from_mins(i64::from(minutes)));
        bot.store.mute(found.id, until, &format!("{minutes} min"), &bot.audit.who(doing.caller)).await?;
        Ok(views::subscriptions::done(&match until {
            Some(until) => format!("Alert #{} muted until {}.", found.id, views::time::at(until)),
            None => format!("Alert #{} unmuted.", found.id),
        })
        .into())
    }
}

impl Perform for TestAlert {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];

    fn target(&self) -> String {
        target(self.alert)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let found = subscriptions::by_id(bot, doing.caller, Kind::Alert, self.alert).await?;
        let (channel, sample) = (found.channel, bot.notifier.sample(&bot.notifier.kept().alert(&found)?));
        bot.notifier.post_once(channel, &sample).await.map_err(|failure| NotPosted { channel, failure })?;
        let message = views::subscriptions::done(&format!("Sample posted in <#{channel}>. It pings nobody."));
        Ok(Done { detail: format!("channel {channel}"), ..message.into() })
    }
}

fn target(alert: i64) -> String {
    format!("alert {alert}")
}
