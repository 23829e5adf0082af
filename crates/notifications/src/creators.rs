//! Whether the creators of digests, boards and alerts may still have them: they need the level manager.
//!
//! Without the members intent Discord sends no changes of roles, so the leader reads them, at most once an hour per member. Only a clear
//! answer counts: while Discord or the database is unavailable, nothing changes. Roles have their current levels.

pub(crate) mod known;

use std::time::Duration;

use answers::Level;
use jiff::{SignedDuration, Timestamp};
use store::{Created, Fence, Subscription};
use tokio_util::sync::CancellationToken;

use self::known::{Known, Manages, Roles};
use crate::{
    context::{Context, rest},
    discord::{self, UNKNOWN_MEMBER},
    levels,
};

/// How long a member's roles are remembered, whether or not Discord gave them.
const ROLES_MAX_AGE: SignedDuration = SignedDuration::from_hours(1);

/// How often all creators are looked at, by the bot's clock, and how often it is asked whether it is time.
const SWEEP_INTERVAL: SignedDuration = SignedDuration::from_mins(1);
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// The delay after each member that Discord was asked for in a sweep: it takes 50 requests a second in all.
const ASK_DELAY: Duration = Duration::from_millis(250);

/// Whether a creator may still have a subscription.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum May {
    Yes,
    No,
    /// Discord or the database gives no clear answer: nothing changes.
    Unknown,
}

/// An answer, when Discord gave the roles behind it, and whether that was just now.
#[derive(Clone, Copy, Debug)]
struct Judged {
    may: May,
    at: Timestamp,
    is_new: bool,
}

impl Judged {
    /// The answer for a subscription that was last changed at an instant. Somebody who has made it or taken it over since the roles were
    /// read was a manager then.
    fn of(self, changed: Timestamp) -> May {
        if self.may == May::No && changed > self.at { May::Unknown } else { self.may }
    }
}

impl Context {
    /// Whether a subscription may do no more for its creator, at a run of it. If so, or if the creator may have it again, that is recorded
    /// for all that the creator has in the server.
    pub(crate) async fn is_orphaned(&self, fence: Fence, found: &Subscription) -> Result<bool, store::Error> {
        let judged = self.judge(found.guild, found.creator).await;
        match judged.of(found.changed) {
            May::Yes if found.orphaned.is_none() => Ok(false),
            May::No if found.orphaned.is_some() => Ok(true),
            May::Unknown => Ok(found.orphaned.is_some()),
            may => {
                let all = self.store.created().await?;
                let theirs = all.iter().filter(|each| (each.guild, each.creator) == (found.guild, found.creator));
                self.settle_creator(fence, judged, theirs).await?;
                Ok(may == May::No)
            }
        }
    }

    /// Looks at all creators again and again until `stop`: an alert has no run, and who has the level again has the subscriptions again.
    pub(crate) async fn sweep_creators(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        let mut last: Option<Timestamp> = None;
        while !stop.is_cancelled() {
            let now = self.clock.now();
            // Either way: a clock may be put back.
            if last.is_none_or(|last| now.duration_since(last).abs() >= SWEEP_INTERVAL) {
                last = Some(now);
                let swept = self.sweep_once(fence, stop).await;
                self.trouble.steady(swept, "checking the roles of creators")?;
            }
            rest(stop, LOOK_INTERVAL).await;
        }
        Ok(())
    }

    async fn sweep_once(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        let all = self.store.created().await?;
        for theirs in all.chunk_by(|one, other| (one.guild, one.creator) == (other.guild, other.creator)) {
            let Some(Created { guild, creator, .. }) = theirs.first().copied() else { continue };
            let judged = self.judge(guild, creator).await;
            self.settle_creator(fence, judged, theirs.iter()).await?;
            if judged.is_new {
                rest(stop, ASK_DELAY).await;
            }
            if stop.is_cancelled() {
                break;
            }
        }
        Ok(())
    }

    /// Records what an answer means for the subscriptions of a creator in a server.
    async fn settle_creator<'a>(
        &self,
        fence: Fence,
        judged: Judged,
        theirs: impl Iterator<Item = &'a Created>,
    ) -> Result<(), store::Error> {
        let (orphaned, owned): (Vec<&Created>, Vec<&Created>) = theirs.partition(|each| each.orphaned.is_some());
        let Some(Created { guild, creator, .. }) = orphaned.iter().chain(&owned).copied().next() else {
            return Ok(());
        };
        let (changed, at) = match judged.may {
            May::Yes => (orphaned, None),
            May::No => (owned, Some(self.clock.now())),
            May::Unknown => return Ok(()),
        };
        let changed = changed.into_iter().filter(|each| judged.of(each.changed) != May::Unknown);
        let ids: Vec<i64> = changed.map(|each| each.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        if at.is_some() {
            tracing::info!(guild.id = guild, subscriptions = ?ids, "their creator is no manager any more");
        } else {
            tracing::info!(guild.id = guild, subscriptions = ?ids, "their creator is a manager again");
        }
        self.store.set_orphaned(fence, *creator, &ids, at).await
    }

    /// Whether a member of a server may have subscriptions there.
    async fn judge(&self, guild: u64, user: u64) -> Judged {
        let now = self.clock.now();
        if user == 0 {
            // Nobody knows who it was.
            return Judged { may: May::No, at: Timestamp::MAX, is_new: false };
        }
        let slot = self.creators.slot(guild, user);
        let mut known = slot.lock().await;
        let is_new = known.as_ref().is_none_or(|known| now.duration_since(known.at).abs() >= ROLES_MAX_AGE);
        if is_new {
            *known = None;
        }
        let known = match &mut *known {
            Some(known) => known,
            none => {
                none.insert(Known { at: now, roles: self.ask_for_roles(guild, user).await, manages: Manages::NotAsked })
            }
        };
        Judged { may: self.judge_known(guild, user, known).await, at: known.at, is_new }
    }

    async fn judge_known(&self, guild: u64, user: u64, known: &mut Known) -> May {
        let roles = match &known.roles {
            Roles::Of(roles) => roles,
            Roles::Left => return May::No,
            Roles::Unknown => return May::Unknown,
        };
        let has_level = |manages| {
            let server = self.servers.server(guild);
            levels::level_of(guild, manages, roles.iter().copied(), &server) >= Level::Manager
        };
        // What roles give is only sure while the settings are those of now.
        let sure = |may| if self.servers.fresh() { may } else { May::Unknown };
        if has_level(false) {
            return sure(May::Yes);
        }
        if known.manages == Manages::NotAsked {
            // Asked after the roles: a role that is not there any more is deleted, and no longer theirs.
            known.manages = self.ask_for_manage_server(guild, user, roles).await;
        }
        match known.manages {
            Manages::Known(true) => May::Yes,
            Manages::Known(false) => sure(May::No),
            Manages::NotAsked | Manages::Unknown => May::Unknown,
        }
    }

    async fn ask_for_roles(&self, guild: u64, user: u64) -> Roles {
        match self.deliverer.rest.member(guild, user).await {
            Ok(member) => discord::roles_of(&member, user).map_or(Roles::Unknown, Roles::Of),
            Err(failure) if (failure.status(), failure.code()) == (Some(404), Some(UNKNOWN_MEMBER)) => Roles::Left,
            Err(failure) => {
                tracing::debug!(guild.id = guild, error = %failure, "can't read the roles of a creator");
                Roles::Unknown
            }
        }
    }

    async fn ask_for_manage_server(&self, guild: u64, user: u64, roles: &[u64]) -> Manages {
        match self.deliverer.rest.guild(guild).await {
            Ok(server) => discord::manages(&server, guild, user, roles).map_or(Manages::Unknown, Manages::Known),
            Err(failure) => {
                tracing::debug!(guild.id = guild, error = %failure, "can't read the roles of a server");
                Manages::Unknown
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn roles_say_nothing_of_what_was_taken_over_after_they_were_read() {
        for (may, changed, expected) in [
            (May::No, 9, May::No),
            (May::No, 10, May::No),
            (May::No, 11, May::Unknown),
            (May::Yes, 11, May::Yes),
            (May::Unknown, 9, May::Unknown),
        ] {
            let judged = Judged { may, at: at(10), is_new: false };
            assert_eq!(judged.of(at(changed)), expected, "{may:?} {changed}");
        }
    }
}
