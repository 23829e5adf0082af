//! An OS thread that watches the runtime and the connections to the gateway, and ends what neither of them would.
//!
//! serenity 0.12.5 keeps reading a stream that has ended, without ever yielding: a close frame without a code is enough. Its task can be
//! neither aborted nor waited for, keeps a thread of the runtime at 100 %, and can keep timers from running; so nothing that the
//! runtime runs could be trusted to notice. What the task still does is to take what it is told: it is told to send a heartbeat,
//! which fails where there is nothing to send it to, and the task ends.

mod looks;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread::JoinHandle,
    time::Duration,
};

use commands::EventCounts;
use serenity::{
    all::{ShardId, ShardManager, ShardMessenger},
    gateway::ShardRunnerMessage,
};
use tokio::{runtime::Handle, sync::Notify, task::AbortHandle};

use self::looks::Looks;
use crate::serenity_log;

/// How often it looks.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);
/// How often the runtime counts.
const TICK_INTERVAL: Duration = Duration::from_millis(500);
/// How long a shutdown may take.
const STOP_TIMEOUT: Duration = Duration::from_millis(11_500);
/// How long connections may take to say goodbye.
const GOODBYE_TIMEOUT: Duration = Duration::from_secs(1);

/// Why a client of the gateway has to end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Renewal {
    /// It is started again after this time.
    After(Duration, &'static str),
    /// Discord does not let it in, for this reason.
    Never(&'static str),
}

/// Whether nothing is being answered.
pub(crate) type IsIdle = Box<dyn Fn() -> bool + Send>;

/// What ends the process where nothing else helps, with this exit code.
pub(crate) type Exit = fn(i32);

/// The watch. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Watchdog {
    shared: Arc<Shared>,
    orders: Option<mpsc::Sender<Order>>,
    thread: Option<JoinHandle<()>>,
    ticking: AbortHandle,
}

/// What the thread and the runtime tell each other.
#[derive(Debug, Default)]
struct Shared {
    ticks: AtomicU64,
    renewal: Mutex<Option<Renewal>>,
    events: Arc<EventCounts>,
    renewed: Notify,
}

/// What the thread is told.
enum Order {
    /// Another client: what keeps its connections, the shards it is to have, and how many sessions were started before.
    Watch(Arc<ShardManager>, Vec<ShardId>, u64),
    /// Its client is over.
    Rest,
    /// The shutdown has begun.
    Stop,
}

impl Watchdog {
    /// Begins to watch the runtime that this is called in.
    pub(crate) fn start(is_idle: IsIdle, exit: Exit) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let ticking = tokio::spawn({
            let shared = Arc::clone(&shared);
            async move {
                loop {
                    tokio::time::sleep(TICK_INTERVAL).await;
                    shared.ticks.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        let (orders, receiver) = mpsc::channel();
        let mut looks = Looks::new(Handle::current(), Arc::clone(&shared), is_idle, exit);
        let thread =
            std::thread::Builder::new().name("watchdog".to_owned()).stack_size(256 << 10).spawn(move || {
                loop {
                    match receiver.recv_timeout(LOOK_INTERVAL) {
                        Ok(order) => looks.take(order),
                        Err(RecvTimeoutError::Timeout) => looks.look(),
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
            })?;
        Ok(Self { shared, orders: Some(orders), thread: Some(thread), ticking: ticking.abort_handle() })
    }

    /// Where the events of the client are to be counted.
    pub(crate) fn events(&self) -> Arc<EventCounts> {
        Arc::clone(&self.shared.events)
    }

    /// Watches a client that is about to connect these shards, until [`Watchdog::rest`].
    pub(crate) fn watch(&self, manager: Arc<ShardManager>, shards: Vec<ShardId>) {
        self.shared.take();
        for shard in &shards {
            // serenity waits 5 s for a shard that can't answer, because it asks for its own restart; it finds the answer there.
            manager.shutdown_finished(*shard);
        }
        self.tell(Order::Watch(manager, shards, serenity_log::started_sessions()));
    }

    /// Watches no client.
    pub(crate) fn rest(&self) {
        self.tell(Order::Rest);
    }

    /// From now on a shutdown is under way, and ends the process when it takes too long.
    pub(crate) fn stopping(&self) {
        self.tell(Order::Stop);
    }

    /// Waits until the client has to end.
    pub(crate) async fn renewal(&self) -> Renewal {
        loop {
            self.shared.renewed.notified().await;
            if let Some(renewal) = self.shared.take() {
                return renewal;
            }
        }
    }

    fn tell(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only with its process, or with this.
            let _ = orders.send(order);
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.ticking.abort();
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn take(&self) -> Option<Renewal> {
        self.renewal.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn renew(&self, renewal: Renewal) {
        let mut kept = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
        // A refusal for good may come together with a replacement, which must not hide it.
        if !matches!(*kept, Some(Renewal::Never(_))) {
            *kept = Some(renewal);
        }
        drop(kept);
        self.renewed.notify_one();
    }
}

/// Whether the task that keeps a connection has ended. serenity tells that to `Debug` alone.
fn has_ended(messenger: &ShardMessenger) -> bool {
    format!("{messenger:?}").contains("closed: true")
}

/// Has a connection send a heartbeat. Discord takes one at any time, also before the bot identified.
fn beat(messenger: &ShardMessenger) {
    if !has_ended(messenger) {
        messenger.websocket_message(r#"{"op":1,"d":null}"#.to_owned().into());
    }
}

/// Ends a connection. The heartbeat comes first: told to close a stream that has ended, serenity would wait for the answer for ever.
fn end(messenger: &ShardMessenger, shard: ShardId, code: u16) {
    beat(messenger);
    if !has_ended(messenger) {
        messenger.send_to_shard(ShardRunnerMessage::Shutdown(shard, code));
    }
}

/// Ends all connections of a client, and the client.
pub(crate) async fn say_goodbye(manager: &Arc<ShardManager>) {
    let connections: Vec<_> =
        manager.runners.lock().await.iter().map(|(shard, runner)| (*shard, runner.runner_tx.clone())).collect();
    for (shard, messenger) in &connections {
        end(messenger, *shard, 1000);
    }
    let ended = async {
        while connections.iter().any(|(_, messenger)| !has_ended(messenger)) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    // One that does not answer any more is left to itself.
    let _ = tokio::time::timeout(GOODBYE_TIMEOUT, ended).await;
    for shard in connections.iter().map(|(shard, _)| *shard) {
        manager.shutdown_finished(shard);
    }
    manager.shutdown_all().await;
}

#[cfg(test)]
mod tests {
    use std::{sync::atomic::AtomicI32, time::Instant};

    use super::*;

    const RUNS: i32 = -1;

    /// Waits until the process would have ended, for a while. With which code, and after how long.
    fn exit_code(code: &AtomicI32) -> (i32, Duration) {
        let began = Instant::now();
        while code.load(Ordering::SeqCst) == RUNS && began.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(10));
        }
        (code.load(Ordering::SeqCst), began.elapsed())
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
    }

    #[test]
    fn a_runtime_that_stands_still_ends_the_process() {
        static CODE: AtomicI32 = AtomicI32::new(RUNS);
        let runtime = runtime();
        let watchdog = runtime.block_on(async {
            let watchdog = Watchdog::start(Box::new(|| true), |code| CODE.store(code, Ordering::SeqCst)).unwrap();
            tokio::time::sleep(Duration::from_secs(2)).await;
            assert_eq!(CODE.load(Ordering::SeqCst), RUNS, "it runs");
            tokio::spawn(async { std::thread::sleep(Duration::from_secs(20)) });
            watchdog
        });
        let (code, after) = exit_code(&CODE);
        assert!(code == 1 && after < Duration::from_secs(12), "{code} after {after:?}");
        drop(watchdog);
        runtime.shutdown_background();
    }

    #[test]
    fn a_shutdown_that_does_not_end_ends_the_process() {
        static IDLE: AtomicI32 = AtomicI32::new(RUNS);
        static BUSY: AtomicI32 = AtomicI32::new(RUNS);
        let runtime = runtime();
        let (idle, busy) = runtime.block_on(async {
            let idle = Watchdog::start(Box::new(|| true), |code| IDLE.store(code, Ordering::SeqCst)).unwrap();
            let busy = Watchdog::start(Box::new(|| false), |code| BUSY.store(code, Ordering::SeqCst)).unwrap();
            idle.stopping();
            busy.stopping();
            (idle, busy)
        });
        let (code, after) = exit_code(&IDLE);
        assert!(code == 0 && after < Duration::from_secs(13), "{code} after {after:?}");
        assert_eq!(exit_code(&BUSY).0, 1, "a change was not finished");
        drop((idle, busy));
    }
}
