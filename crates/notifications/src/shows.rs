//! Bringing Discord to what is kept, beside the watch: a channel that is slow, or refuses, holds up neither the figures nor other
//! channels.
//!
//! Each thing that is shown (an incident, a board, the notices of an outage) is a task of its own, a few at a time in each channel.
//! What Discord does not take rests, each time for longer. What is to be done is looked for in the database, so that
//! nothing is lost with the memory of what rests.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use store::Fence;
use tokio::{
    sync::watch,
    task::{Id, JoinSet},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use std::{sync::Arc, time::Duration};

use crate::{
    alerts::Showing,
    boards::Drawn,
    context::{Context, TICK_INTERVAL},
    refusal::Shown,
    watch::Round,
};

/// How many things are shown at once, in all and in one channel. Discord takes five of a kind in five seconds there.
const MAX_CONCURRENT: usize = 64;
const MAX_PER_CHANNEL: usize = 5;

/// How many incidents are read at once.
const PAGE_SIZE: u32 = 200;

/// For how long something rests that Discord did not take; twice as long each time, up to the second.
const RETRY_DELAY: SignedDuration = SignedDuration::from_secs(30);
const MAX_RETRY_DELAY: SignedDuration = SignedDuration::from_mins(30);

/// How often an old message is edited when only figures have moved: Discord takes few edits of such messages.
const OLD_EDIT_INTERVAL: SignedDuration = SignedDuration::from_mins(4);

/// Once the bot is to end, it waits this long for the next thing that is under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);

/// The newest round.
pub(crate) type Rounds = watch::Receiver<Option<Arc<Round>>>;

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Job {
    Incident(i64),
    Board(i64),
    Outage,
}

/// What is being shown, its channel, and whether the channel has changed since it began.
struct Taken {
    job: Job,
    channel: u64,
    is_woken: bool,
}

/// When the delay before a retry began, how long it is, and the channel it is for.
struct Resting {
    since: Timestamp,
    time: SignedDuration,
    channel: u64,
}

/// What is being shown, and what rests.
#[derive(Default)]
struct Shows {
    working: JoinSet<Result<Shown, store::Error>>,
    taken: HashMap<Id, Taken>,
    rests: HashMap<Job, Resting>,
    /// When incidents were edited last, and what they told besides figures.
    edited: HashMap<i64, (Timestamp, String)>,
    /// What the boards show, and whether all do.
    drawn: Drawn,
    boards_wait: bool,
}

/// Shows what rounds of the watch, and people, have changed, until `stop`; then finishes what is under way.
pub(crate) async fn run(
    context: &Arc<Context>,
    fence: Fence,
    rounds: Rounds,
    stop: &CancellationToken,
) -> Result<(), store::Error> {
    Display { context: Arc::clone(context), shows: Shows::default() }.run(fence, rounds, stop).await
}

/// Brings Discord to what is kept.
struct Display {
    context: Arc<Context>,
    shows: Shows,
}

impl Display {
    async fn run(mut self, fence: Fence, mut rounds: Rounds, stop: &CancellationToken) -> Result<(), store::Error> {
        let mut new = false;
        loop {
            new |= rounds.has_changed().unwrap_or(false);
            let woken = self.context.deliverer.wakeups.take();
            if !woken.is_empty() {
                let hastened = self.context.store.hasten(fence, &woken, self.context.clock.now()).await;
                self.context.trouble.steady(hastened, "looking for posts to retry")?;
                // Retry now. If it is refused again, the delay keeps growing.
                for resting in self.shows.rests.values_mut().filter(|resting| woken.contains(&resting.channel)) {
                    resting.since = Timestamp::UNIX_EPOCH;
                }
                for taken in self.shows.taken.values_mut().filter(|taken| woken.contains(&taken.channel)) {
                    taken.is_woken = true;
                }
                self.shows.boards_wait = true;
            }
            let round = rounds.borrow_and_update().clone();
            if let Some(round) = round.filter(|_| !stop.is_cancelled()) {
                let begun = self.begin_shows(fence, &round, new).await;
                new &= self.context.trouble.steady(begun, "looking for updates to show")?.is_none();
            }
            if self.shows.working.is_empty() && stop.is_cancelled() {
                return Ok(());
            }
            let look = sleep(TICK_INTERVAL);
            tokio::pin!(look);
            loop {
                tokio::select! {
                    Some(done) = self.shows.working.join_next_with_id() => self.shows.ended(done, self.context.clock.now())?,
                    Ok(()) = rounds.changed(), if !stop.is_cancelled() => {
                        new = true;
                        break;
                    }
                    () = &mut look, if !stop.is_cancelled() => break,
                    () = stop.cancelled(), if !stop.is_cancelled() => break,
                    // The next leader finds what is not done.
                    () = sleep(STOP_TIMEOUT), if stop.is_cancelled() => return Ok(()),
                    else => return Ok(()),
                }
            }
        }
    }

    async fn begin_shows(&mut self, fence: Fence, round: &Arc<Round>, new: bool) -> Result<(), store::Error> {
        self.begin_incidents(fence, round).await?;
        let now = self.context.clock.now();
        if new && self.shows.has_room(Job::Outage, 0, now) {
            let (context, round) = (Arc::clone(&self.context), Arc::clone(round));
            self.shows.begin(Job::Outage, 0, async move { context.tell_outage(fence, &round).await });
        }
        if new {
            self.shows.drawn = self.context.draw_boards(&round.boards, &round.reading).await?;
        }
        if new || self.shows.boards_wait {
            self.begin_boards(fence, round).await?;
        }
        Ok(())
    }

    async fn begin_incidents(&mut self, fence: Fence, round: &Round) -> Result<(), store::Error> {
        let (now, mut after) = (self.context.clock.now(), 0);
        loop {
            let page = self.context.store.incidents_to_show(after, PAGE_SIZE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for incident in page {
                let (job, channel) = (Job::Incident(incident.id), incident.channel);
                if !self.shows.has_room(job, channel, now) {
                    continue;
                }
                // What can't be read is left in the channel as it is.
                let Ok(read) = self.context.kept.incident(&incident) else { continue };
                let Some(showing) = Showing::of(incident, read, &round.alerts, now) else { continue };
                if self.shows.is_worth_it(&showing, now) {
                    let context = Arc::clone(&self.context);
                    self.shows.begin(job, channel, async move { context.show_incident(fence, showing).await });
                }
            }
        }
    }

    async fn begin_boards(&mut self, fence: Fence, round: &Round) -> Result<(), store::Error> {
        let now = self.context.clock.now();
        let mut due = self.context.boards_due(&round.boards, &self.shows.drawn, now).await?;
        // Who waits longest goes first.
        due.sort_by_key(|(_, kept)| kept.edited);
        self.shows.boards_wait = false;
        for (board, kept) in due {
            let job = Job::Board(board.id);
            if !self.shows.has_room(job, board.channel, now) {
                self.shows.boards_wait |= !self.shows.rests.contains_key(&job);
            } else if let Some(drawn) = self.shows.drawn.get(&board.spec).map(Arc::clone) {
                let context = Arc::clone(&self.context);
                let (channel, board) = (board.channel, board.clone());
                self.shows.begin(job, channel, async move { context.show_board(fence, &board, kept, &drawn).await });
            }
        }
        Ok(())
    }
}

impl Shows {
    /// Whether it can be shown now: it is not being shown, does not rest, and its channel has room.
    fn has_room(&self, job: Job, channel: u64, now: Timestamp) -> bool {
        let rests = self.rests.get(&job).is_some_and(|resting| now.duration_since(resting.since).abs() < resting.time);
        let in_channel = self.taken.values().filter(|taken| taken.channel == channel).count();
        let taken = self.taken.values().any(|taken| taken.job == job);
        !rests && !taken && in_channel < MAX_PER_CHANNEL && self.working.len() < MAX_CONCURRENT
    }

    /// Whether an incident is to be edited now, and not only when more has changed than figures.
    fn is_worth_it(&mut self, showing: &Showing, now: Timestamp) -> bool {
        let incident = showing.incident.id;
        let Some(tells) = showing.may_wait(now) else {
            self.edited.remove(&incident);
            return true;
        };
        let last = self.edited.get(&incident);
        if last.is_some_and(|(at, told)| *told == tells && now.duration_since(*at).abs() < OLD_EDIT_INTERVAL) {
            return false;
        }
        self.edited.insert(incident, (now, tells));
        true
    }

    fn begin(
        &mut self,
        job: Job,
        channel: u64,
        work: impl Future<Output = Result<Shown, store::Error>> + Send + 'static,
    ) {
        // A task, not a future of the loop: a task that holds a connection must make progress while the loop waits for one.
        let id = self.working.spawn(work).id();
        self.taken.insert(id, Taken { job, channel, is_woken: false });
    }

    fn ended(
        &mut self,
        done: Result<(Id, Result<Shown, store::Error>), tokio::task::JoinError>,
        now: Timestamp,
    ) -> Result<(), store::Error> {
        let (id, shown) = match done {
            Ok((id, shown)) => (id, shown),
            // It panicked, and said where.
            Err(error) => (error.id(), Ok(Shown::Later)),
        };
        let Some(Taken { job, channel, is_woken }) = self.taken.remove(&id) else { return Ok(()) };
        match shown {
            Ok(Shown::Done) => {
                self.rests.remove(&job);
                // There may be more to do: the message that was replaced is still to be deleted.
                self.boards_wait |= matches!(job, Job::Board(_));
            }
            Err(store::Error::Lost) => return Err(store::Error::Lost),
            shown => {
                if let Err(error) = shown {
                    tracing::warn!(error = %error, "a post or an edit failed; trying again");
                }
                let time = self.rests.get(&job).map_or(RETRY_DELAY, |resting| MAX_RETRY_DELAY.min(resting.time * 2));
                let since = if is_woken { Timestamp::UNIX_EPOCH } else { now };
                self.rests.insert(job, Resting { since, time, channel });
                self.boards_wait |= is_woken;
            }
        }
        Ok(())
    }
}
