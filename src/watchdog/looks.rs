//! What the thread sees at each look, and what it does about it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use serenity::{
    all::{ShardId, ShardManager, ShardMessenger},
    gateway::ShardRunnerInfo,
};
use tokio::{runtime::Handle, sync::Mutex};

use super::{Exit, GOODBYE_TIMEOUT, IsIdle, LOOK_INTERVAL, Order, Renewal, STOP_TIMEOUT, Shared, beat, end, has_ended};
use crate::{
    pulse::{Pulse, Rest, Seen, Step},
    serenity_log,
};

/// How long a thread of the runtime may run without having waited for anything, until that is suspect: a heartbeat is sent, no more.
const SUSPECT_AFTER: Duration = Duration::from_millis(400);
/// How long nothing may come of that, until the process ends. Long: on a small machine much work looks the same for a while.
const STUCK_AFTER: Duration = Duration::from_mins(5);
/// How long the runtime may not have counted, until the process ends.
const STANDSTILL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a shard may have no connection, while none of the others gets one and none fails: serenity waits for a server that says nothing
/// for ever. Each time it takes twice as long, because the client that waits stays behind.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);
const MAX_CONNECT_TIMEOUT: Duration = Duration::from_mins(1);
/// How soon another client is started then: no session was.
const RECONNECT_DELAY: Duration = Duration::from_secs(1);

/// How often failed connections are logged.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// The client that is watched.
struct Client {
    manager: Arc<ShardManager>,
    shards: Vec<ShardId>,
    connections: BTreeMap<ShardId, (ShardMessenger, Pulse)>,
    /// How many sessions had been started when all its shards have begun theirs, or began the last that was looked at.
    started: u64,
    /// When a connection was last made, or could not be made, or none was missing.
    progress: Duration,
    failures: u64,
}

/// The connections of a client that was given up. It may still be about to connect, and a connection that it then makes must end: two clients
/// would hear everything twice.
struct GivenUp {
    runners: Arc<Mutex<HashMap<ShardId, ShardRunnerInfo>>>,
    since: Duration,
}

/// One thread of the runtime.
#[derive(Clone, Copy)]
struct Worker {
    /// How often it began and ended to wait; even while it runs.
    waits: u64,
    since: Duration,
}

/// All looks so far.
pub(super) struct Looks {
    runtime: Handle,
    shared: Arc<Shared>,
    is_idle: IsIdle,
    exit: Exit,
    /// The time so far. Of a pause in which the machine slept, nothing counts but a moment.
    now: Duration,
    last: Instant,
    ticks: (u64, Duration),
    workers: Vec<Worker>,
    client: Option<Client>,
    given_up: Vec<GivenUp>,
    /// How many connections could not be made when that was last logged, and when that was.
    logged: (u64, Option<Duration>),
    rest: Rest,
    connect_timeout: Duration,
    stop: Option<Duration>,
}

impl Looks {
    pub(super) fn new(runtime: Handle, shared: Arc<Shared>, is_idle: IsIdle, exit: Exit) -> Self {
        let now = Duration::ZERO;
        let workers = vec![Worker { waits: 0, since: now }; runtime.metrics().num_workers()];
        Self {
            runtime,
            shared,
            is_idle,
            exit,
            now,
            last: Instant::now(),
            ticks: (0, now),
            workers,
            client: None,
            given_up: Vec::new(),
            logged: (0, None),
            rest: Rest::default(),
            connect_timeout: CONNECT_TIMEOUT,
            stop: None,
        }
    }

    pub(super) fn take(&mut self, order: Order) {
        match order {
            Order::Watch(manager, shards, started) => {
                self.give_up();
                self.rest.has_shards(shards.len());
                self.client = Some(Client {
                    manager,
                    started: started + shards.len() as u64,
                    shards,
                    connections: BTreeMap::new(),
                    progress: self.now,
                    failures: 0,
                });
            }
            Order::Rest => self.give_up(),
            Order::Stop => self.stop = Some(self.now),
        }
    }

    fn give_up(&mut self) {
        let runners = self.client.take().map(|client| Arc::clone(&client.manager.runners));
        self.given_up.extend(runners.map(|runners| GivenUp { runners, since: self.now }));
    }

    /// Ends what clients that were given up have connected since.
    fn end_given_up(&mut self) {
        self.given_up.retain(|client| {
            // First comes its own goodbye.
            if self.now.saturating_sub(client.since) > GOODBYE_TIMEOUT * 2
                && let Ok(mut runners) = client.runners.try_lock()
            {
                for (shard, runner) in runners.drain() {
                    end(&runner.runner_tx, shard, 1000);
                }
            }
            Arc::strong_count(&client.runners) > 1
        });
    }

    fn log_failures(&mut self) {
        let failures = serenity_log::failed_connections();
        let (logged, at) = self.logged;
        if failures > logged && at.is_none_or(|at| self.now.saturating_sub(at) >= LOG_INTERVAL) {
            self.logged = (failures, Some(self.now));
            tracing::warn!(failures = failures - logged, "can't connect to Discord's gateway; trying again");
        }
    }

    pub(super) fn look(&mut self) {
        let last = std::mem::replace(&mut self.last, Instant::now());
        self.now += last.elapsed().min(LOOK_INTERVAL * 3);
        let busy = self.look_at_workers();
        let still = self.look_at_ticks();
        if self.stop.is_some_and(|stop| self.now.saturating_sub(stop) >= STOP_TIMEOUT) {
            let is_idle = (self.is_idle)();
            tracing::error!(changes.ended = is_idle, "the shutdown took too long; exiting now");
            (self.exit)(i32::from(!is_idle));
        } else if still >= STANDSTILL_TIMEOUT || busy >= STUCK_AFTER {
            tracing::error!("the bot is stuck; exiting so that it can be restarted");
            (self.exit)(1);
        }
        self.log_failures();
        self.end_given_up();
        if let Some(text) = serenity_log::refusal() {
            self.shared.renew(Renewal::Never(text));
        }
        if let Some(renewal) = self.look_at_client(busy >= SUSPECT_AFTER) {
            // The next one is told of when it is there.
            self.give_up();
            self.shared.renew(renewal);
        }
    }

    /// For how long the thread has run that has waited for nothing for the longest.
    fn look_at_workers(&mut self) -> Duration {
        let metrics = self.runtime.metrics();
        for (number, worker) in self.workers.iter_mut().enumerate() {
            let waits = metrics.worker_park_unpark_count(number);
            if waits != worker.waits || waits % 2 == 1 {
                *worker = Worker { waits, since: self.now };
            }
        }
        self.workers.iter().map(|worker| self.now.saturating_sub(worker.since)).max().unwrap_or_default()
    }

    /// For how long the runtime has not counted.
    fn look_at_ticks(&mut self) -> Duration {
        let ticks = self.shared.ticks.load(Ordering::Relaxed);
        if ticks != self.ticks.0 {
            self.ticks = (ticks, self.now);
        }
        self.now.saturating_sub(self.ticks.1)
    }

    fn look_at_client(&mut self, is_suspect: bool) -> Option<Renewal> {
        let events = &self.shared.events;
        let client = self.client.as_mut()?;
        while client.started < serenity_log::started_sessions() {
            client.started += 1;
            if self.rest.restarted(self.now) {
                return Some(Renewal::After(self.rest.rest(self.now), "too many sessions within a minute"));
            }
        }
        // Held for moments; the next look is soon.
        let Ok(mut runners) = client.manager.runners.try_lock() else { return None };
        let mut replaced = Vec::new();
        for (shard, runner) in runners.iter() {
            // serenity puts another in the place of one that ended.
            let known = client.connections.get(shard);
            if known.is_none_or(|(old, _)| has_ended(old) && !has_ended(&runner.runner_tx)) {
                let pulse = Pulse::new(self.now, events.of(*shard));
                client.connections.insert(*shard, (runner.runner_tx.clone(), pulse));
                client.progress = self.now;
                self.connect_timeout = CONNECT_TIMEOUT;
            }
            let Some((messenger, pulse)) = client.connections.get_mut(shard) else { continue };
            let seen = Seen {
                has_ended: has_ended(messenger),
                latency: runner.latency,
                events: events.of(*shard),
                is_suspect,
            };
            match pulse.look(self.now, seen) {
                Step::Wait => {}
                Step::Beat => beat(messenger),
                Step::Replace(why) => {
                    tracing::warn!(shard.id = shard.0, why, "replacing the gateway connection");
                    end(messenger, *shard, 4000);
                    replaced.push(*shard);
                }
            }
        }
        for shard in &replaced {
            runners.remove(shard);
            client.connections.remove(shard);
        }
        let failures = serenity_log::failed_connections();
        if failures != client.failures || client.shards.iter().all(|shard| runners.contains_key(shard)) {
            (client.failures, client.progress) = (failures, self.now);
        }
        drop(runners);
        for shard in replaced {
            let manager = Arc::clone(&client.manager);
            self.runtime.spawn(async move {
                // The one that is replaced does not answer that it has ended.
                manager.shutdown_finished(shard);
                manager.restart(shard).await;
            });
        }
        if self.now.saturating_sub(client.progress) < self.connect_timeout {
            return None;
        }
        self.connect_timeout = (self.connect_timeout * 2).min(MAX_CONNECT_TIMEOUT);
        Some(Renewal::After(RECONNECT_DELAY, "it got no connection"))
    }
}
