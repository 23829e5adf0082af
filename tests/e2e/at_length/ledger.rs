//! What was made due, and what must have come of it, for tests that kill, pause and cut off the bot: every run of a digest has one
//! outcome and one message at most, every incident one message and one ping. What stands in the channels is counted at Discord's side.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use sandbox::{Answer, Queue, Sandbox};
use store::{Change, DeliveryState, Kind, NextDue, Store, Who};
use tokio::{process::Command, time::sleep};

use super::process;
use crate::support::World;

/// Two digests each.
pub(crate) const CHANNELS: [&str; 2] = ["support", "support-leads"];
/// The alert and the board.
pub(crate) const WATCHED: &str = "random";

/// Digests, an alert and a board on a sandbox, and what was asked of them.
pub(crate) struct Ledger {
    pub(crate) sandbox: Sandbox,
    database: String,
    pub(crate) digests: Vec<i64>,
    alert: i64,
    /// The runs that were made due.
    pub(crate) due: BTreeSet<(i64, Timestamp)>,
    /// How often the queue went up.
    pub(crate) raised: usize,
}

impl Ledger {
    /// Has somebody subscribe to all, and ends the bot that answered.
    pub(crate) async fn new(database: impl Fn(&Sandbox) -> String) -> Self {
        let sandbox = Sandbox::builder().rate_limits(false).start().await;
        let database = database(&sandbox);
        let mut world = World::with(sandbox, database.clone()).await;
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
        assert!(made.contains("Alert #") && made.contains(" saved"), "{made}");
        owner.run(&format!("/board create channel:#{WATCHED}")).await;
        world.stop_bot().await;
        let store = open(&database).await;
        let guild = world.sandbox.guild_id();
        let ids = async |kind| -> Vec<i64> {
            store.subscriptions(guild, kind).await.unwrap().into_iter().map(|each| each.id).collect()
        };
        let (digests, alert) = (ids(Kind::Digest).await, ids(Kind::Alert).await[0]);
        let sandbox = world.into_sandbox();
        Self { sandbox, database, digests, alert, due: BTreeSet::new(), raised: 0 }
    }

    pub(crate) async fn store(&self) -> Store {
        open(&self.database).await
    }

    /// The bot as whoever hosts it starts it.
    pub(crate) fn program(&self) -> Command {
        process::program(&self.sandbox, &self.database)
    }

    /// How many chats wait.
    pub(crate) fn waiting(&self, chats: u64) {
        self.sandbox.liveagent().set_queue("Support", Queue { waiting: chats, agents: 2, ..Queue::default() });
    }

    /// Makes a run of each digest due that has none in this second, and moves the queue when what it did before is known. How many runs.
    pub(crate) async fn next(&mut self, store: &Store) -> Result<usize, store::Error> {
        let before = self.due.len();
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let by = Who {
            user: 1_200_000_000_000_000_001,
            guild: self.sandbox.guild_id(),
            channel: 1,
            interaction: 1,
            at: now,
        };
        for id in &self.digests {
            let digest = store.subscription(*id).await?.unwrap();
            if digest.next_due.is_some_and(|due| due <= now) || self.due.contains(&(*id, now)) {
                continue;
            }
            // Before it is written: what the database has kept and not confirmed is due all the same.
            self.due.insert((*id, now));
            let change =
                Change { channel: digest.channel, spec: &digest.spec, due: NextDue::At(Some(now)), resume: false };
            store.change(&digest, &change, &by).await?;
        }
        let incidents = store.incidents_of(self.alert, 100).await?;
        let open = incidents.iter().any(|incident| incident.closed.is_none());
        if open {
            self.waiting(1);
        } else if incidents.len() == self.raised {
            self.waiting(12);
            self.raised += 1;
        }
        Ok(self.due.len() - before)
    }

    /// Whether every rise of the queue was noticed.
    pub(crate) async fn is_noticed(&self, store: &Store) -> bool {
        store.incidents_of(self.alert, 100).await.unwrap().len() == self.raised
    }

    pub(crate) fn shown(&self, channels: &[&str]) -> Vec<Answer> {
        channels.iter().flat_map(|channel| self.sandbox.answers_in(channel)).collect()
    }

    /// Whether nothing is left to do.
    pub(crate) async fn is_quiet(&self, store: &Store) -> bool {
        let incidents = store.incidents_of(self.alert, 100).await.unwrap();
        let due = store.due(Timestamp::now(), 10).await.unwrap();
        store.unfinished(Timestamp::MAX, 10, 10).await.unwrap().is_empty()
            && due.is_empty()
            && incidents.iter().all(|each| each.closed.is_some() && each.shown == each.version)
    }

    /// Counts what came of it all.
    pub(crate) async fn count(&self) {
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
            assert!(alert.text().contains("Lasted "), "{}", alert.text());
        }
        assert!(pinged > 0, "nobody was pinged");
        assert_eq!(boards.len(), 1, "one board: {:?}", boards.iter().map(|board| board.text()).collect::<Vec<_>>());
    }
}

/// A process that another world is just starting has our lock, too, until it is the bot's program.
pub(crate) async fn open(database: &str) -> Store {
    for _ in 0..100 {
        match Store::open(database).await {
            Err(store::Error::InUse(_)) => sleep(Duration::from_millis(10)).await,
            opened => return opened.unwrap(),
        }
    }
    panic!("the database stays in use");
}
