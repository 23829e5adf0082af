//! How much one member may ask within a minute: commands, presses and forms together, and, far more of them, keystrokes.
//!
//! What a process counts, it forgets when it ends, and another replica counts on its own: it is a guard against floods, not a contract.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lru::LruCache;
use serenity::all::{InteractionId, UserId};
use tokio::time::Instant;

const WINDOW: Duration = Duration::from_mins(1);

/// How many members are remembered: the most recent ones.
const MEMBER_CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).expect("more than none");

/// How many keystrokes are answered for each command that a member may ask. Discord sends a few a second of somebody who types fast.
const KEYSTROKES_PER_COMMAND: usize = 10;

/// Who asked when.
#[derive(Debug)]
pub(crate) struct Floods {
    /// 0 is without limit.
    most: usize,
    members: Mutex<LruCache<UserId, Member>>,
}

/// What one member asked.
#[derive(Debug, Default)]
struct Member {
    /// Within the last minute, oldest first.
    asked: VecDeque<(InteractionId, Instant)>,
    typing: Option<Typing>,
}

/// The keystrokes of a minute that begins with the first of them. It is looser than a minute that slides, and takes no memory for each.
#[derive(Debug)]
struct Typing {
    since: Instant,
    count: usize,
    last: InteractionId,
}

impl Floods {
    pub(crate) fn new(per_minute: u32) -> Self {
        let most = usize::try_from(per_minute).unwrap_or(usize::MAX);
        Self { most, members: Mutex::new(LruCache::new(MEMBER_CAPACITY)) }
    }

    /// Counts one more of a member's, once however often it is checked: poise checks a subcommand with each of those above it. Refused,
    /// and not counted, where the minute is full: then how long it stays so.
    pub(crate) fn count(&self, member: UserId, interaction: InteractionId, now: Instant) -> Result<(), Duration> {
        if self.most == 0 {
            return Ok(());
        }
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = &mut members.get_or_insert_mut(member, Member::default).asked;
        while asked.front().is_some_and(|(_, at)| now.duration_since(*at) >= WINDOW) {
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

    /// Counts a keystroke of a member's, once however often it is checked. Whether it is to be answered.
    pub(crate) fn count_keystroke(&self, member: UserId, interaction: InteractionId, now: Instant) -> bool {
        if self.most == 0 {
            return true;
        }
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let typing = &mut members.get_or_insert_mut(member, Member::default).typing;
        match typing.as_mut().filter(|typing| now.duration_since(typing.since) < WINDOW) {
            Some(typing) if typing.last == interaction => true,
            Some(typing) if typing.count >= self.most.saturating_mul(KEYSTROKES_PER_COMMAND) => false,
            Some(typing) => {
                (typing.count, typing.last) = (typing.count + 1, interaction);
                true
            }
            None => {
                *typing = Some(Typing { since: now, count: 1, last: interaction });
                true
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
    fn keystrokes_have_a_far_larger_share_of_their_own() {
        let (floods, start) = (Floods::new(3), Instant::now());
        let type_on = |from: u64, second| {
            let now = start + Duration::from_secs(second);
            let keys = (from..from + 100).map(InteractionId::new);
            keys.filter(|key| (0..3).all(|_| floods.count_keystroke(ADA, *key, now))).count()
        };
        assert_eq!(type_on(1, 0), 3 * KEYSTROKES_PER_COMMAND);
        assert_eq!(type_on(101, 59), 0);
        assert_eq!(type_on(201, 60), 3 * KEYSTROKES_PER_COMMAND, "the next minute");
        assert!(floods.count_keystroke(BOB, InteractionId::new(999), start), "each member has their own");
        assert_eq!(floods.count(ADA, InteractionId::new(1), start), Ok(()), "commands are counted apart");
    }

    #[test]
    fn zero_lifts_it() {
        let (floods, now) = (Floods::new(0), Instant::now());
        let mut ids = (1..1_000).map(InteractionId::new);
        assert!(ids.all(|id| floods.count(ADA, id, now).is_ok() && floods.count_keystroke(ADA, id, now)));
    }

    #[test]
    fn those_who_rest_are_forgotten_first() {
        let (floods, now) = (Floods::new(1), Instant::now());
        for member in 2..20_000 {
            let id = InteractionId::new(member);
            floods.count(UserId::new(member), id, now).unwrap();
            let _ = floods.count(ADA, id, now);
        }
        assert_eq!(floods.members.lock().unwrap().len(), MEMBER_CAPACITY.get());
        assert!(floods.count(ADA, InteractionId::new(1), now).is_err(), "a full minute is not forgotten");
    }
}
