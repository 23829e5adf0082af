//! Keeps the snapshot of the servers up to date, also with the changes of other processes.
//!
//! On PostgreSQL, each commit notifies all processes. Notifications are lost while the connection is down, and a hanging connection goes
//! unnoticed, so the version is also polled every two seconds. Polling alone keeps the snapshot within five seconds.

use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};

use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{Error, Server, Store, pool::Pool, snapshot::Snapshot};

/// How often the version is read.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// The delay before a listener that failed is connected again.
const LISTEN_DELAY: Duration = Duration::from_secs(2);

/// How long the listener waits for its connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

const CHANNEL: &str = "switchboard_servers";

/// The settings of all servers, at most five seconds old while the database answers. Its clones are the same; when the last one is
/// dropped, its background task ends.
#[derive(Clone, Debug)]
pub struct Servers(Arc<Handle>);

#[derive(Debug)]
struct Handle {
    snapshot: Arc<Snapshot>,
    stop: watch::Sender<bool>,
    task: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Servers {
    /// Loads the settings of all servers, and starts a task that keeps them up to date. Fails where they can't be read.
    pub async fn start(store: &Store) -> Result<Self, Error> {
        let snapshot = Arc::new(Snapshot::load(store).await?);
        store.add_snapshot(&snapshot);
        // A change between loading and adding.
        snapshot.check().await?;
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn({
            let (store, snapshot) = (store.clone(), Arc::clone(&snapshot));
            async move {
                tokio::select! {
                    () = poll(&snapshot) => {}
                    () = listen(&store, &snapshot) => {}
                    // The last handle was dropped, or it was stopped.
                    _ = stopped.changed() => {}
                }
            }
        });
        Ok(Self(Arc::new(Handle { snapshot, stop, task: Some(task).into() })))
    }

    /// The settings of a server, without waiting; the default where it has none. A change through this process is in it once the call that
    /// made it has returned.
    #[must_use]
    pub fn server(&self, guild: u64) -> Arc<Server> {
        self.0.snapshot.server(guild)
    }

    /// Whether it is known to be at most five seconds old. It is not while the database is away, so that a change can be refused.
    #[must_use]
    pub fn fresh(&self) -> bool {
        self.0.snapshot.is_fresh()
    }

    /// Ends the background task, before the store is closed. The last snapshot stays.
    pub async fn stop(&self) {
        self.0.stop.send_replace(true);
        let task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // The task logs its own failures.
            let _ = task.await;
        }
    }
}

/// Reads the version at each interval.
async fn poll(snapshot: &Snapshot) {
    let mut ticks = interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failures = 0_u32;
    loop {
        ticks.tick().await;
        match snapshot.check().await {
            Ok(()) if failures > 0 => {
                tracing::info!(failures, "the settings of servers are up to date again");
                failures = 0;
            }
            Ok(()) => {}
            Err(error) => {
                // The background work logs a missing file.
                if failures == 0 && !matches!(error, Error::Gone(_)) {
                    tracing::warn!(error = %error, "the settings of servers can't be read; the last ones hold");
                }
                failures = failures.saturating_add(1);
            }
        }
    }
}

/// Waits for notifications. With SQLite there are none.
async fn listen(store: &Store, snapshot: &Snapshot) {
    let Pool::Postgres(pool) = store.pool() else { return std::future::pending().await };
    // A connection of its own, so that it takes none from the pool.
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with((*pool.connect_options()).clone());
    loop {
        if let Err(error) = heed(&own, snapshot).await {
            tracing::debug!(error = %error, "no notifications of changed settings");
        }
        sleep(LISTEN_DELAY).await;
    }
}

/// Loads the snapshot at each notification, and in whole after each connection: earlier notifications are lost.
async fn heed(pool: &sqlx::PgPool, snapshot: &Snapshot) -> Result<(), Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    snapshot.reload().await?;
    loop {
        let told = listener.try_recv().await?;
        // Buffered notifications mean the same change.
        while listener.next_buffered().is_some() {}
        let done = if told.is_some() { snapshot.check().await } else { snapshot.reload().await };
        if let Err(error) = done {
            // The poll retries and logs it.
            tracing::debug!(error = %error, "a notification could not be followed");
        }
    }
}
