//! How much one member may ask within a minute: commands, presses and forms together.
//!
//! Typing is not counted: what is completed comes from memory. What a process counts, it forgets when it ends, and another replica
//! counts on its own: it is a guard against floods, not a contract.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serenity::all::{InteractionId, UserId};
use tokio::time::Instant;

const WINDOW: Duration = Duration::from_mins(1);

/// The most members that are remembered before those who rest are forgotten.
const MEMBERS: usize = 256;

/// Who asked when.
#[derive(Debug)]
pub(crate) struct Floods {
    /// 0 is without limit.
    most: usize,
    members: Mutex<HashMap<UserId, VecDeque<(InteractionId, Instant)>>>,
}

impl Floods {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { most: usize::try_from(per_minute).unwrap_or(usize::MAX), members: Mutex::default() }
    }

    /// How many a member may ask within a minute.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// Counts one more of a member's, once however often it is checked: poise checks a subcommand with each of those above it. Refused,
    /// and not counted, where the minute is full: then how long it stays so.
    pub(crate) fn count(&self, member: UserId, interaction: InteractionId, now: Instant) -> Result<(), Duration> {
        if self.most == 0 {
            return Ok(());
        }
        let ended = |(_, at): &(InteractionId, Instant)| now.duration_since(*at) >= WINDOW;
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if members.len() >= MEMBERS {
            members.retain(|_, asked| asked.back().is_some_and(|last| !ended(last)));
        }
        let asked = members.entry(member).or_default();
        while asked.front().is_some_and(ended) {
            asked.pop_front();
        }
        match asked.front() {
            _ if asked.iter().any(|(id, _)| *id == interaction) => Ok(()),
            Some((_, first)) if asked.len() >= self.most => Err(WINDOW.saturating_sub(now.duration_since(*first))),
            _ => {
                asked.push_back((interaction, now));
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);

    #[test]
    fn no_minute_has_more_than_its_share_and_each_member_has_their_own() {
        let (floods, start) = (Floods::new(3), Instant::now());
        let table = [
            (ADA, 0, None),
            (ADA, 30, None),
            (ADA, 31, None),
            (ADA, 32, Some(28)),
            (BOB, 32, None),
            (ADA, 59, Some(1)),
            (ADA, 60, None),
            (ADA, 61, Some(29)),
            (ADA, 90, None),
        ];
        for (id, (member, second, wait)) in (1..).map(InteractionId::new).zip(table) {
            for _ in 0..3 {
                let counted = floods.count(member, id, start + Duration::from_secs(second)).err();
                assert_eq!(counted, wait.map(Duration::from_secs), "{member} after {second} s");
            }
        }
    }

    #[test]
    fn zero_lifts_it() {
        let (floods, now) = (Floods::new(0), Instant::now());
        assert!((1..1_000).all(|id| floods.count(ADA, InteractionId::new(id), now).is_ok()));
    }

    #[test]
    fn who_rests_is_forgotten() {
        let (floods, start) = (Floods::new(3), Instant::now());
        for member in 1..10_000 {
            let (id, now) = (InteractionId::new(member), start + Duration::from_secs(member));
            floods.count(UserId::new(member), id, now).unwrap();
        }
        assert!(floods.members.lock().unwrap().len() <= MEMBERS);
    }
}
