//! Killed at any moment: every run of a digest has one outcome and one message at most, every incident one message and one ping.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Stdio,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use sandbox::{Answer, Queue, Sandbox, faults::Rule};
use store::{DeliveryState, Kind, Store, Who};
use tokio::{
    process::{Child, Command},
    time::sleep,
};

use crate::support::{PATIENCE, World, config, database, variables};

const WORLDS: usize = 4;
const KILLS: usize = 54;
/// Two digests each.
const CHANNELS: [&str; 2] = ["support", "support-leads"];
/// The alert and the board.
const WATCHED: &str = "random";
const POST: &str = "/channels/*/messages";

/// How far a run had come when the process was killed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reached {
    Nothing,
    Claimed,
    /// Discord was asked to post it; no message is there.
    Attempted,
    /// It stands in the channel, and nothing says so in the database.
    Posted,
    Recorded,
}

/// A sandbox, and a bot on it that is killed again and again.
struct Victim {
    sandbox: Sandbox,
    digests: Vec<i64>,
    alert: i64,
    /// The runs that were made due.
    due: BTreeSet<(i64, Timestamp)>,
    /// How often the queue went up.
    raised: usize,
    reached: BTreeMap<Reached, usize>,
}

impl Victim {
    async fn new() -> Self {
        let mut world = World::on(Sandbox::builder().rate_limits(false).start().await).await;
        let owner = world.sandbox.owner();
        for channel in [CHANNELS, CHANNELS].concat() {
            // Its own time never comes in this test.
            let line = format!("/digest subscribe channel:#{channel} schedule:0 9 1 1 * sections:agents");
            let made = owner.run(&line).await.text();
            assert!(made.contains("Next runs"), "{made}");
        }
        let line = format!(
            "/alert create metric:Chats waiting channel:#{WATCHED} fire:10 clear:4 for:0 clear_for:0 department:Support role:@Support"
        );
        let made = owner.run(&line).await.text();
        assert!(made.contains("Alert saved"), "{made}");
        owner.run(&format!("/board create channel:#{WATCHED}")).await;
        world.stop_bot().await;
        let store = open(&world.sandbox).await;
        let guild = world.sandbox.guild_id();
        let ids = async |kind| -> Vec<i64> {
            store.subscriptions(guild, kind).await.unwrap().into_iter().map(|each| each.id).collect()
        };
        let (digests, alert) = (ids(Kind::Digest).await, ids(Kind::Alert).await[0]);
        Self {
            sandbox: world.into_sandbox(),
            digests,
            alert,
            due: BTreeSet::new(),
            raised: 0,
            reached: BTreeMap::new(),
        }
    }

    async fn store(&self) -> Store {
        open(&self.sandbox).await
    }

    fn waiting(&self, chats: u64) {
        self.sandbox.liveagent().set_queue("Support", Queue { waiting: chats, agents: 2, ..Queue::default() });
    }

    /// Makes a run of each digest due, and moves the queue when what it did before is known.
    async fn next(&mut self) {
        let store = self.store().await;
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let by = Who { user: 1_200_000_000_000_000_001, guild: self.sandbox.guild_id(), at: now };
        for id in &self.digests {
            let digest = store.subscription(*id).await.unwrap().unwrap();
            if digest.next_due.is_some_and(|due| due <= now) || self.due.contains(&(*id, now)) {
                continue;
            }
            store.change(*id, digest.channel, &digest.spec, Some(now), &by).await.unwrap();
            self.due.insert((*id, now));
        }
        let incidents = store.incidents_of(self.alert, 100).await.unwrap();
        let open = incidents.iter().any(|incident| incident.closed.is_none());
        if open {
            self.waiting(1);
        } else if incidents.len() == self.raised {
            self.waiting(12);
            self.raised += 1;
        }
    }

    fn start(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
        command.env_clear().envs(variables(&self.sandbox)).current_dir(env!("CARGO_TARGET_TMPDIR"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command.spawn().unwrap()
    }

    fn shown(&self, channels: &[&str]) -> Vec<Answer> {
        channels.iter().flat_map(|channel| self.sandbox.answers_in(channel)).collect()
    }

    /// Waits for another message in these channels. What was due may have been posted before: then it is killed while it rests.
    async fn until_more_than(&self, shown: usize, channels: &[&str]) {
        let more = async {
            while self.shown(channels).len() <= shown {
                sleep(Duration::from_millis(1)).await;
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), more).await;
    }

    /// Starts it and kills it at one of six points.
    async fn kill(&mut self, number: usize) {
        self.next().await;
        let shown = self.shown(&CHANNELS).len();
        let watched = self.shown(&[WATCHED]).len();
        let spread = |most: u64| Duration::from_millis(number as u64 * 37 % most);
        let slow = Duration::from_millis(150);
        let (liveagent, discord) = (self.sandbox.liveagent().faults(), self.sandbox.discord().faults());
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
                sleep(spread(8)).await;
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

    /// Notes how far the newest runs had come.
    async fn look(&mut self) {
        let store = self.store().await;
        let shown = self.shown(&CHANNELS).len();
        let mut recorded = 0;
        let mut attempted = 0;
        let mut newest = Vec::new();
        for id in &self.digests {
            let deliveries = store.deliveries_of(*id, 1000).await.unwrap();
            recorded += deliveries.iter().filter(|each| each.state == DeliveryState::Posted).count();
            attempted += deliveries.iter().filter(|each| unfinished(each) && each.began.is_some()).count();
            let due = self.due.iter().filter(|(digest, _)| digest == id).map(|(_, due)| *due).max();
            newest.push(deliveries.into_iter().find(|each| Some(each.due) == due));
        }
        // More messages than records: as many were posted and not recorded.
        let mut unrecorded = shown.saturating_sub(recorded).min(attempted);
        for delivery in newest {
            let reached = match delivery {
                None => Reached::Nothing,
                Some(delivery) if !unfinished(&delivery) => Reached::Recorded,
                Some(delivery) if delivery.began.is_none() => Reached::Claimed,
                Some(_) if unrecorded > 0 => {
                    unrecorded -= 1;
                    Reached::Posted
                }
                Some(_) => Reached::Attempted,
            };
            *self.reached.entry(reached).or_default() += 1;
        }
    }

    /// Lets it work in peace until nothing is left to do, then counts.
    async fn settle(&mut self) {
        self.waiting(1);
        for _ in 0..10 {
            let mut child = self.start();
            sleep(Duration::from_secs(4)).await;
            let id = child.id().unwrap().to_string();
            assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
            let ended = tokio::time::timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
            assert_eq!(ended.code(), Some(0));
            let store = self.store().await;
            let incidents = store.incidents_of(self.alert, 100).await.unwrap();
            let due = store.due(Timestamp::now(), 10).await.unwrap();
            let quiet = store.unfinished(10).await.unwrap().is_empty() && due.is_empty();
            if quiet && incidents.iter().all(|each| each.closed.is_some() && each.shown == each.version) {
                return;
            }
        }
        panic!("something is never finished");
    }

    async fn count(&self) {
        let store = self.store().await;
        let mut had = BTreeSet::new();
        let mut posted = BTreeSet::new();
        for id in &self.digests {
            for delivery in store.deliveries_of(*id, 1000).await.unwrap() {
                assert_eq!(delivery.state, DeliveryState::Posted, "{delivery:?}");
                assert!(had.insert((*id, delivery.due)), "two rows of one run");
                assert!(posted.insert(delivery.message.unwrap()), "one message for two runs");
            }
        }
        assert_eq!(had, self.due, "each run that was due has its outcome, and no other");
        let shown: BTreeSet<u64> = self.shown(&CHANNELS).iter().filter_map(Answer::id).collect();
        assert_eq!(shown, posted, "what stands in the channels is what is recorded");

        let incidents = store.incidents_of(self.alert, 100).await.unwrap();
        assert_eq!(incidents.len(), self.raised, "as many incidents as the queue had");
        let told: BTreeSet<u64> = incidents.iter().filter_map(|incident| incident.message).collect();
        let watched = self.sandbox.answers_in(WATCHED);
        let (alerts, boards): (Vec<_>, Vec<_>) =
            watched.iter().partition(|message| message.text().contains("Incident "));
        let shown: BTreeSet<u64> = alerts.iter().filter_map(|message| message.id()).collect();
        assert_eq!(shown, told, "each incident has its message");
        assert_eq!(alerts.len(), incidents.len());
        let mut pinged = 0;
        for alert in alerts {
            // One that was over before it could be posted is told, and pings nobody.
            assert!(alert.pings() <= 1, "{}", alert.text());
            pinged += alert.pings();
            assert!(alert.text().contains("It lasted"), "{}", alert.text());
        }
        assert!(pinged > 0, "nobody was pinged");
        assert_eq!(boards.len(), 1, "one board: {:?}", boards.iter().map(|board| board.text()).collect::<Vec<_>>());
    }
}

/// A process that another world is just starting has our lock, too, until it is the bot's program.
async fn open(sandbox: &Sandbox) -> Store {
    for _ in 0..100 {
        match Store::open(&database(sandbox)).await {
            Err(store::Error::InUse(_)) => sleep(Duration::from_millis(10)).await,
            opened => return opened.unwrap(),
        }
    }
    panic!("the database stays in use");
}

fn unfinished(delivery: &store::Delivery) -> bool {
    delivery.state == DeliveryState::Claimed
}

async fn torment() -> BTreeMap<Reached, usize> {
    let mut victim = Victim::new().await;
    for number in 0..KILLS {
        victim.kill(number).await;
    }
    victim.settle().await;
    victim.count().await;
    assert!(victim.raised > 3, "{} incidents", victim.raised);
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

/// Gone between post and record, and back when Discord has long forgotten the nonce: the message is found in the channel.
#[tokio::test]
async fn what_was_posted_before_a_long_night_is_found_again() {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    let sandbox = Sandbox::builder().clock(clock).start().await;
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
    let digest = sandbox.until_message("support", |message| message.text().contains("📰")).await;
    machine.shutdown_background();
    sandbox.bot_gone().await;
    lost.remove();
    sandbox.clock().advance(SignedDuration::from_mins(30));
    let mut world = World::on(sandbox).await;
    world.until(|world| world.sandbox.discord().requests().count("GET", POST) > 0).await;
    sleep(Duration::from_millis(500)).await;
    world.stop_bot().await;
    assert_eq!(world.sandbox.answers_in("support").len(), 1);
    let store = open(&world.sandbox).await;
    let kept = store.deliveries_of(1, 10).await.unwrap();
    assert_eq!(kept.iter().map(|each| each.message).collect::<Vec<_>>(), [digest.id()]);
}
