//! Creates, changes, pauses, resumes and posts digests. What holds all settings is declared here: it is never a button.

use answers::Sends;
use notifications::{schedule::Schedule, spec::DigestSpec};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;
use store::{Change, Kind, NewSubscription, NextDue, State, Subscription};
use views::{
    Act, Link, Message,
    digests::{Preview, RunNow},
    subscriptions::Pause,
};

use super::{
    SENDS,
    shown::{saved, text},
    tell,
};
use crate::{
    Error,
    answer::{Looking, OwnLook},
    areas::subscriptions,
    error::UserError,
    people::access::Level,
    perform::{Doing, Done, Input, Perform, Records},
};

/// Post figures to a channel on a schedule.
#[derive(Clone, Debug, Serialize_tuple, Deserialize)]
pub(super) struct Create {
    pub(super) channel: u64,
    pub(super) spec: DigestSpec,
}

impl Act for Create {
    const TAG: &'static str = "dn";
    const NAME: &'static str = "create digest";
}

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = SENDS;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        subscriptions::room(bot, caller, Kind::Digest).await?;
        let new = NewSubscription {
            kind: Kind::Digest,
            channel: self.channel,
            spec: text(&self.spec),
            next_due: self.spec.next(bot.clock.now()),
        };
        let made = bot.store.subscribe(&new, &bot.audit.who(caller)).await?;
        Ok(saved(bot, "saved", &made, &self.spec).await.into())
    }
}

/// Change a digest. What is `None` stays as it is.
#[derive(Clone, Debug, Default, Serialize_tuple, Deserialize)]
#[serde(default)]
pub(super) struct Edit {
    pub(super) digest: i64,
    pub(super) channel: Option<u64>,
    pub(super) schedule: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) sections: Option<Vec<Link>>,
    /// Empty for all of them.
    pub(super) departments: Option<Vec<String>>,
    pub(super) title: Option<String>,
}

impl Act for Edit {
    const TAG: &'static str = "de";
    const NAME: &'static str = "change digest";
}

impl Perform for Edit {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = SENDS;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let now = bot.clock.now();
        // If somebody else changes it at the same time, this change is applied to the result.
        for _ in 0..subscriptions::MAX_TRIES {
            let found = subscriptions::by_id(bot, doing.caller, Kind::Digest, self.digest).await?;
            let mut spec = bot.notifier.kept().digest(&found)?;
            let mut due = NextDue::AsBefore;
            if self.schedule.is_some() || self.zone.is_some() {
                let text = self.schedule.as_ref().unwrap_or(&spec.schedule);
                let zone = self.zone.as_ref().unwrap_or(&spec.zone);
                let schedule = Schedule::parse(text, zone, now).map_err(|error| tell(&error))?;
                (spec.schedule, spec.zone) = (schedule.text().to_owned(), schedule.zone_name().to_owned());
                if found.state == State::Active {
                    due = NextDue::At(schedule.next(now));
                }
            }
            spec.sections = self.sections.clone().unwrap_or(spec.sections);
            spec.departments = self.departments.clone().unwrap_or(spec.departments);
            spec.title = self.title.clone().or(spec.title);
            let channel = self.channel.unwrap_or(found.channel);
            let change = Change { channel, spec: &text(&spec), due, resume: false };
            if bot.store.change(&found, &change, &bot.audit.who(doing.caller)).await? {
                let changed = Subscription { channel, ..found };
                return Ok(saved(bot, "updated", &changed, &spec).await.into());
            }
        }
        Err(subscriptions::busy("digest"))
    }
}

impl Perform for Pause {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let done = bot.store.pause(self.digest, &bot.audit.who(doing.caller)).await?;
        let words = if done { "paused" } else { "is already paused" };
        let sentence = format!("Digest #{} {words}. Resume it with `/digest resume`.", self.digest);
        Ok(views::subscriptions::done(&sentence).into())
    }
}

/// Resumes a digest, whether or not it is paused. `None` if it was changed at the same time.
pub(crate) async fn resume_digest(doing: &Doing<'_>, found: Subscription) -> Result<Option<Message>, Error> {
    let bot = doing.bot;
    let spec = bot.notifier.kept().digest(&found)?;
    if found.state == State::Active {
        return Ok(Some(saved(bot, "is already running", &found, &spec).await));
    }
    let next = spec.next(bot.clock.now());
    if !bot.store.resume(&found, next, &bot.audit.who(doing.caller)).await? {
        return Ok(None);
    }
    Ok(Some(resumed(doing, &Subscription { state: State::Active, next_due: next, ..found }).await?))
}

/// Draws a digest that is active again.
pub(crate) async fn resumed(doing: &Doing<'_>, digest: &Subscription) -> Result<Message, Error> {
    let spec = doing.bot.notifier.kept().digest(digest)?;
    Ok(saved(doing.bot, "resumed", digest, &spec).await)
}

impl OwnLook for Preview {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = SENDS;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        let bot = looking.bot;
        let found = subscriptions::by_id(bot, looking.caller, Kind::Digest, self.digest).await?;
        let spec = bot.notifier.kept().digest(&found)?;
        bot.notifier.preview(&found, &spec).await.ok_or_else(|| {
            UserError::new("LiveAgent isn't responding, so there's nothing to show. Try again in a minute.").into()
        })
    }
}

impl Perform for RunNow {
    const LEVEL: Level = Level::Manager;
    // The notifier posts it, with figures that it reads then.
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let found = subscriptions::by_id(bot, doing.caller, Kind::Digest, self.digest).await?;
        if found.state != State::Active {
            return Err(UserError::new("This digest is paused. Resume it first with `/digest resume`.").into());
        }
        let key = format!("d{}r{}", found.id, bot.clock.now().as_second());
        bot.store.ask_for_run(&key, found.id, found.channel, &bot.audit.who(doing.caller)).await?;
        let sentence = format!("Digest #{} is being posted in <#{}>.", found.id, found.channel);
        Ok(views::subscriptions::done(&sentence).into())
    }
}
