//! Decides which of several processes answers an interaction. Discord sends each interaction to all of them, and one question should
//! cost LiveAgent one request.
//!
//! Each interaction belongs to one living process, by a hash of its id. The others give it a head start and then answer if Discord still
//! takes a response: Discord takes only one, so it decides between them. The list of living processes is read from the database every
//! few seconds and held in memory, so that no answer waits for the database; while the database is away, the last list counts.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serenity::all::InteractionId;
use store::Process;
use tokio::time::Instant;

use crate::Bot;

/// How often this process renews its row and reads the rows of the others: as often as the lease is renewed.
const RENEW_INTERVAL: Duration = Duration::from_secs(10);

/// How much later the other processes answer than the one that owns the interaction.
pub(crate) const HEAD_START: Duration = Duration::from_millis(700);

/// How long a new process waits before it owns any interaction: by then all others have read its row.
const SETTLE_TIME: Duration = Duration::from_secs(12);

/// After this long without a renewal the other processes assume that this one is gone.
const ROW_TIMEOUT: Duration = Duration::from_secs(30);

/// The processes that are alive, as far as this one knows.
#[derive(Debug)]
pub(crate) struct Replicas {
    me: Process,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    /// The processes that receive the same interactions, because they have the same shards. Includes this one.
    peers: Vec<u64>,
    /// The number of all processes, whatever their shards.
    count: usize,
    /// Since when this process has been among those that are alive, without a gap.
    since: Option<Instant>,
    renewed: Option<Instant>,
}

impl Replicas {
    /// Knows of this process alone.
    pub(crate) fn new(me: Process) -> Self {
        let known = Known { peers: vec![me.id], count: 1, since: None, renewed: None };
        Self { me, known: Mutex::new(known) }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in the list of living processes. How many there are, if that has changed.
    fn learn(&self, alive: &[Process], now: Instant) -> Option<usize> {
        let mut known = self.known();
        let gap = known.renewed.is_none_or(|renewed| now.duration_since(renewed) >= ROW_TIMEOUT);
        if gap {
            known.since = Some(now);
        }
        known.renewed = Some(now);
        known.peers = alive.iter().filter(|each| each.shards == self.me.shards).map(|each| each.id).collect();
        let before = std::mem::replace(&mut known.count, alive.len());
        (before != known.count).then_some(known.count)
    }

    /// Whether other processes receive the same interactions.
    pub(crate) fn are_several(&self) -> bool {
        self.known().peers.len() > 1
    }

    /// Whether this process owns an interaction.
    pub(crate) fn owns(&self, interaction: InteractionId, now: Instant) -> bool {
        let known = self.known();
        if known.peers.len() < 2 {
            return true;
        }
        let settled = known.since.is_some_and(|since| now.duration_since(since) >= SETTLE_TIME);
        settled && owner(&known.peers, interaction) == Some(self.me.id)
    }
}

/// The process that owns an interaction: the one with the highest hash of both ids. So a process that comes or goes changes nothing between
/// the others.
fn owner(processes: &[u64], interaction: InteractionId) -> Option<u64> {
    processes.iter().copied().max_by_key(|process| (mix(interaction.get() ^ mix(*process)), *process))
}

/// Spreads 64 bits (the last step of `SplitMix64`). Not the standard library's hash: that may be another one in the next version, and
/// processes of two versions must agree.
fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Bot {
    /// Renews this process's row, reads the others, and takes this process's part of LiveAgent's budget.
    pub async fn renew(&self) -> Result<(), store::Error> {
        let alive = self.store.renew_process(&self.replicas.me).await?;
        if let Some(processes) = self.replicas.learn(&alive, Instant::now()) {
            self.liveagent.share_budget(processes);
            let requests_per_minute = self.liveagent.requests_per_minute();
            tracing::info!(processes, liveagent.requests_per_minute = requests_per_minute, "sharing the work");
        }
        Ok(())
    }

    /// Keeps the row alive. Never ends.
    pub async fn keep_renewing(&self) {
        let mut failing = false;
        loop {
            let renewed = self.renew().await;
            if let Err(error) = &renewed
                && !failing
            {
                tracing::warn!(error = %error, "can't read which processes are alive; using the last known ones");
            }
            failing = renewed.is_err();
            tokio::time::sleep(RENEW_INTERVAL).await;
        }
    }

    /// Removes the row: this process answers nothing more.
    pub async fn leave(&self) {
        if let Err(error) = self.store.remove_process(self.replicas.me.id).await {
            tracing::debug!(error = %error, "could not sign off; other processes will notice when this one's lease expires");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(id: u64, shards: &str) -> Process {
        Process { id, shards: shards.to_owned() }
    }

    fn ids() -> impl Iterator<Item = InteractionId> {
        // As Discord makes them: many in one millisecond, and some a day later.
        (1..3_000).map(|n| InteractionId::new(1_443_000_000_000_000_000 + n * 31 + (n % 7) * (86_400_000 << 22)))
    }

    #[test]
    fn each_interaction_belongs_to_one_and_all_have_as_many() {
        for processes in 1..=5 {
            let all: Vec<u64> = (0..processes).map(|n| mix(n + 17)).collect();
            let mut counts = vec![0; all.len()];
            for id in ids() {
                let mut shuffled = all.clone();
                shuffled.rotate_left(usize::try_from(id.get() % processes).unwrap());
                let owner = owner(&all, id).unwrap();
                assert_eq!(super::owner(&shuffled, id), Some(owner), "in whatever order they are read");
                counts[all.iter().position(|each| *each == owner).unwrap()] += 1;
            }
            let fair = 3_000 / counts.len();
            assert!(counts.iter().all(|count| (fair * 8 / 10..=fair * 12 / 10).contains(count)), "{counts:?}");
        }
    }

    #[test]
    fn one_that_goes_leaves_what_belongs_to_the_others_where_it_is() {
        let all = [11, 22, 33];
        for id in ids() {
            let before = owner(&all, id);
            if before != Some(22) {
                assert_eq!(owner(&[11, 33], id), before);
            }
        }
    }

    /// At no time do two living processes own the same interaction, although they learn of each other at different times.
    #[tokio::test(start_paused = true)]
    async fn while_one_comes_and_one_goes_no_two_own_the_same() {
        let start = Instant::now();
        let all = [process(1, ""), process(2, ""), process(3, "")];
        let replicas = all.clone().map(Replicas::new);
        // When who sees whom, in seconds. The third comes at 20 and the others see it later; the first is killed at 60, and its row
        // runs out.
        let seen: [(u64, usize, &[Process]); 7] = [
            (0, 0, &all[..2]),
            (0, 1, &all[..2]),
            (20, 2, &all),
            (22, 0, &all),
            (29, 1, &all),
            (81, 1, &all[1..]),
            (89, 2, &all[1..]),
        ];
        let mut views: [Option<&[Process]>; 3] = [None; 3];
        let mut own = [0; 3];
        for second in 0..120 {
            let now = start + Duration::from_secs(second);
            for (_, who, view) in seen.iter().filter(|(at, ..)| *at == second) {
                views[*who] = Some(view);
            }
            if second == 60 {
                views[0] = None;
            }
            for (replicas, view) in replicas.iter().zip(views) {
                view.map(|view| replicas.learn(view, now));
            }
            let living: Vec<usize> = (0..3).filter(|who| views[*who].is_some()).collect();
            for id in ids().take(300) {
                let owners: Vec<usize> = living.iter().copied().filter(|who| replicas[*who].owns(id, now)).collect();
                assert!(owners.len() <= 1, "after {second} s {owners:?} own the same");
                for who in &owners {
                    own[*who] += 1;
                }
                if (32..60).contains(&second) || second >= 89 {
                    assert_eq!(owners.len(), 1, "after {second} s nobody owns {id}");
                }
            }
        }
        assert!(own.iter().all(|count| *count > 3_000), "{own:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn one_alone_owns_all_and_one_that_was_away_settles_first() {
        let start = Instant::now();
        let (me, other) = (process(1, "0-1/4"), process(2, "0-1/4"));
        let replicas = Replicas::new(me.clone());
        let share = |now| ids().filter(|id| replicas.owns(*id, now)).count();
        assert_eq!(share(start), 2_999, "before anything is known");
        assert_eq!(replicas.learn(&[me.clone(), process(9, "2-3/4")], start), Some(2));
        assert_eq!(share(start), 2_999, "the other has other shards");
        replicas.learn(&[me.clone(), other.clone()], start + Duration::from_secs(10));
        assert_eq!(share(start + Duration::from_secs(11)), 0, "it has not settled");
        let half = share(start + SETTLE_TIME);
        assert!((1_200..1_800).contains(&half), "{half}");
        // The database is away: what was known counts.
        assert_eq!(share(start + Duration::from_hours(1)), half);
        replicas.learn(&[me, other], start + Duration::from_hours(1));
        assert_eq!(share(start + Duration::from_hours(1)), 0, "the others had forgotten it");
    }
}
