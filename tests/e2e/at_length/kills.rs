//! Killed at any moment: every run of a digest has one outcome and one message at most, every incident one message and one ping.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use sandbox::{Sandbox, faults::Rule};
use store::DeliveryState;
use tokio::{process::Child, time::sleep};

use super::ledger::{CHANNELS, Ledger, WATCHED, open};
use crate::support::{PATIENCE, World, config, database, is_digest};

const WORLDS: usize = 4;
const KILLS: usize = 54;
const POST: &str = "/channels/*/messages";

/// How far a run had come when the process was killed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reached {
    Nothing,
    Claimed,
    /// Discord was asked to post it.
    Attempted,
    /// Of these: it stands in the channel, and nothing says so in the database.
    Posted,
    Recorded,
}

/// A bot that is killed again and again.
struct Victim {
    ledger: Ledger,
    reached: BTreeMap<Reached, usize>,
    /// Of the runs that were claimed when it was killed last: whether they had no outcome, and had been attempted.
    kept: BTreeMap<(i64, Timestamp), (bool, bool)>,
    /// How many of them stood in a channel without a record.
    posted: usize,
}

impl Victim {
    async fn new() -> Self {
        Self { ledger: Ledger::new(database).await, reached: BTreeMap::new(), kept: BTreeMap::new(), posted: 0 }
    }

    fn start(&self) -> Child {
        self.ledger.program().spawn().unwrap()
    }

    /// Waits for another message in these channels, but not for what was posted before: then it is killed while it rests.
    async fn until_more_than(&self, shown: usize, channels: &[&str]) {
        let is_watched = channels.contains(&WATCHED);
        let more = async {
            while self.ledger.shown(channels).len() <= shown {
                if !is_watched && shown >= self.ledger.due.len() {
                    return sleep(Duration::from_millis(500)).await;
                }
                sleep(Duration::from_millis(1)).await;
            }
        };
        let patience = Duration::from_secs(if is_watched { 2 } else { 8 });
        let _ = tokio::time::timeout(patience, more).await;
    }

    /// Has one incident begin in peace: whether an incident of a run that is killed pings depends on how far it gets.
    async fn begin(&mut self) {
        self.ledger.waiting(12);
        self.ledger.raised += 1;
        let mut child = self.start();
        self.ledger.sandbox.until_message(WATCHED, |message| message.pings() == 1).await;
        child.kill().await.unwrap();
    }

    /// Starts it and kills it at one of six points.
    async fn kill(&mut self, number: usize) {
        let store = self.ledger.store().await;
        self.ledger.next(&store).await.unwrap();
        drop(store);
        let shown = self.ledger.shown(&CHANNELS).len();
        let watched = self.ledger.shown(&[WATCHED]).len();
        let spread = |most: u64| Duration::from_millis(number as u64 * 37 % most);
        let slow = Duration::from_millis(150);
        let (liveagent, discord) = (self.ledger.sandbox.liveagent().faults(), self.ledger.sandbox.discord().faults());
        let mut rules: Vec<Rule> = Vec::new();
        match number % 6 {
            1 => rules.push(liveagent.on("*", "*").delay(slow)),
            2 => rules.push(discord.on("POST", POST).delay(slow)),
            // It stands in the channel, and the bot waits a second before it asks again.
            3 => rules.push(discord.on("POST", POST).truncate()),
            _ => {}
        }
        let mut child = self.start();
        match number % 6 {
            0 => sleep(spread(400)).await,
            1 | 2 => sleep(Duration::from_millis(100) + spread(500)).await,
            3 => self.until_more_than(shown, &CHANNELS).await,
            4 => {
                self.until_more_than(shown, &CHANNELS).await;
                sleep(spread(60)).await;
            }
            _ => {
                self.until_more_than(watched, &[WATCHED]).await;
                sleep(spread(8)).await;
            }
        }
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself");
        child.kill().await.unwrap();
        for rule in rules {
            rule.remove();
        }
        self.look().await;
    }

    /// Notes how far the runs had come that moved since the last kill, or should have begun.
    async fn look(&mut self) {
        let store = self.ledger.store().await;
        let mut kept = BTreeMap::new();
        for id in &self.ledger.digests {
            for delivery in store.deliveries_of(*id, 1000).await.unwrap() {
                kept.insert((*id, delivery.due), (unfinished(&delivery), delivery.began.is_some()));
            }
        }
        let recorded = kept.values().filter(|(unfinished, _)| !unfinished).count();
        let attempted = kept.values().filter(|(unfinished, began)| *unfinished && *began).count();
        // More messages than records: as many were posted and not recorded.
        let posted = self.ledger.shown(&CHANNELS).len().saturating_sub(recorded).min(attempted);
        self.count(Reached::Posted, posted.saturating_sub(self.posted));
        self.posted = posted;
        self.count(Reached::Nothing, self.ledger.due.iter().filter(|run| !kept.contains_key(run)).count());
        for (run, now) in &kept {
            let reached = match now {
                _ if self.kept.get(run) == Some(now) => continue,
                (false, _) => Reached::Recorded,
                (true, false) => Reached::Claimed,
                (true, true) => Reached::Attempted,
            };
            self.count(reached, 1);
        }
        self.kept = kept;
    }

    fn count(&mut self, reached: Reached, times: usize) {
        *self.reached.entry(reached).or_default() += times;
    }

    /// Lets it work in peace until nothing is left to do, then counts.
    async fn settle(&mut self) {
        self.ledger.waiting(1);
        for _ in 0..10 {
            let mut child = self.start();
            sleep(Duration::from_secs(4)).await;
            let id = child.id().unwrap().to_string();
            assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
            let ended = tokio::time::timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
            assert_eq!(ended.code(), Some(0));
            if self.ledger.is_quiet(&self.ledger.store().await).await {
                return;
            }
        }
        panic!("something is never finished");
    }
}

fn unfinished(delivery: &store::Delivery) -> bool {
    delivery.state == DeliveryState::Claimed
}

async fn torment() -> BTreeMap<Reached, usize> {
    let mut victim = Victim::new().await;
    victim.begin().await;
    for number in 0..KILLS {
        victim.kill(number).await;
    }
    victim.settle().await;
    victim.ledger.count().await;
    assert!(victim.ledger.raised > 3, "{} incidents", victim.ledger.raised);
    victim.reached
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_kills_lose_nothing_and_double_nothing() {
    let worlds: Vec<_> = (0..WORLDS).map(|_| tokio::spawn(torment())).collect();
    let mut reached: BTreeMap<Reached, usize> = BTreeMap::new();
    for world in worlds {
        for (point, times) in world.await.unwrap() {
            *reached.entry(point).or_default() += times;
        }
    }
    println!("{reached:?}");
    for point in [Reached::Nothing, Reached::Claimed, Reached::Posted, Reached::Recorded] {
        assert!(reached.get(&point).is_some_and(|times| *times >= 10), "too few at {point:?}: {reached:?}");
    }
}

/// A sandbox whose bot went between post and record: the digest stands in the channel, and nothing says so in the database.
pub(crate) async fn crashed() -> Sandbox {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    let sandbox = Sandbox::builder().clock(clock).rate_limits(false).start().await;
    // A machine of its own, so that all of it ends at one moment.
    let machine = tokio::runtime::Runtime::new().unwrap();
    let by = sandbox.clock().clone();
    let bot = switchboard::run_by(switchboard::Clock::new(move || by.now()), config(&sandbox), std::future::pending());
    machine.spawn(bot);
    sandbox.bot_ready().await;
    let owner = sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC sections:agents").await;
    let lost = sandbox.discord().faults().on("POST", POST).truncate();
    sandbox.clock().advance(SignedDuration::from_hours(1));
    sandbox.until_message("support", is_digest).await;
    machine.shutdown_background();
    sandbox.bot_gone().await;
    lost.remove();
    sandbox
}

/// Back when Discord has long forgotten the nonce: the message is found in the channel.
#[tokio::test]
async fn what_was_posted_before_a_long_night_is_found_again() {
    let sandbox = crashed().await;
    let digest = sandbox.until_message("support", is_digest).await;
    sandbox.clock().advance(SignedDuration::from_mins(30));
    let mut world = World::on(sandbox).await;
    world.until(|world| world.sandbox.discord().requests().count("GET", POST) > 0).await;
    sleep(Duration::from_millis(500)).await;
    world.stop_bot().await;
    assert_eq!(world.sandbox.answers_in("support").len(), 1);
    let store = open(&database(&world.sandbox)).await;
    let kept = store.deliveries_of(1, 10).await.unwrap();
    assert_eq!(kept.iter().map(|each| each.message).collect::<Vec<_>>(), [digest.id()]);
}
