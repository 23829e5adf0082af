//! Keeps the client below LiveAgent's limits: a budget of requests in any 60 seconds, shared by two classes.
//!
//! People go first, in the order they came; background work goes when nobody waits, and never takes the third that is
//! kept for people. A turn that can't come before the deadline is refused at once rather than waited for.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

/// The span that a budget is for.
const WINDOW: Duration = Duration::from_mins(1);

/// Who a request is for. People come first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Class {
    /// Somebody waits for the answer.
    People,
    /// A clock asked.
    Background,
}

/// The budget is spent until after the deadline.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Spent;

/// A number of requests in any 60 seconds.
#[derive(Debug)]
pub(super) struct Budget {
    /// What all processes together may send; 0 is without limit.
    whole: usize,
    /// What this one may send.
    limit: AtomicUsize,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// When requests of the last 60 seconds were let go, oldest first.
    gone: VecDeque<(Instant, Class)>,
    /// Who waits, in the order of their turns.
    waiting: BTreeSet<(Class, u64)>,
    next_ticket: u64,
    /// Background work stands still until then, because LiveAgent said that it is too much.
    held: Option<Instant>,
}

impl Budget {
    pub(super) fn new(limit: u32) -> Self {
        let whole = usize::try_from(limit).unwrap_or(usize::MAX);
        Self { whole, limit: AtomicUsize::new(whole), state: Mutex::default(), changed: Notify::new() }
    }

    /// Divides it by the number of processes that send under it.
    pub(super) fn share(&self, processes: usize) {
        if self.whole > 0 {
            self.limit.store((self.whole / processes.max(1)).max(1), Ordering::Relaxed);
            // Who waits may have a turn earlier now, or later.
            self.changed.notify_waiters();
        }
    }

    /// How many requests this process may send; 0 is without limit.
    pub(super) fn limit(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many of the budget background work may have used at any time: all but a third, rounded up.
    fn for_background(&self) -> usize {
        let limit = self.limit();
        (limit - limit.div_ceil(3)).max(1)
    }

    /// Waits for a turn until `deadline`. Safe to drop while it waits.
    pub(super) async fn turn(&self, class: Class, deadline: Instant) -> Result<(), Spent> {
        if self.whole == 0 {
            return Ok(());
        }
        let ticket = self.queue(class);
        loop {
            let changed = self.changed.notified();
            let due = {
                let mut state = self.state();
                let now = Instant::now();
                let due = self.due(&mut state, ticket.id, now);
                if due <= now {
                    state.gone.push_back((now, class));
                    break;
                }
                due
            };
            if due > deadline {
                return Err(Spent);
            }
            tokio::select! {
                () = changed => {}
                () = sleep_until(due) => {}
            }
        }
        Ok(())
    }

    /// Makes background work stand still for a while.
    pub(super) fn hold_background(&self, until: Instant) {
        let mut state = self.state();
        state.held = Some(state.held.map_or(until, |held| held.max(until)));
    }

    /// When the turn of a ticket comes at the earliest, as far as is known now.
    fn due(&self, state: &mut State, (class, ticket): (Class, u64), now: Instant) -> Instant {
        while state.gone.front().is_some_and(|(at, _)| *at + WINDOW <= now) {
            state.gone.pop_front();
        }
        let ahead = state.waiting.range(..(class, ticket)).count();
        let any = free_at(state.gone.iter().map(|(at, _)| *at), self.limit(), ahead, now);
        if class == Class::People {
            return any;
        }
        let ahead = state.waiting.range((class, 0)..(class, ticket)).count();
        let background = state.gone.iter().filter(|(_, gone)| *gone == class).map(|(at, _)| *at);
        let own = free_at(background, self.for_background(), ahead, now);
        any.max(own).max(state.held.unwrap_or(now))
    }

    fn queue(&self, class: Class) -> Ticket<'_> {
        let mut state = self.state();
        let id = (class, state.next_ticket);
        state.next_ticket += 1;
        state.waiting.insert(id);
        Ticket { budget: self, id }
    }
}

/// When there is room for one more behind `ahead` others, given when the present ones came (oldest first).
///
/// Each takes the place that another left a window before, so the wait is followed back, a window at a time, to one of the
/// present ones, or to one of those ahead for whom there is room now.
fn free_at(mut gone: impl Iterator<Item = Instant> + Clone, limit: usize, ahead: usize, now: Instant) -> Instant {
    let present = gone.clone().count();
    let mut place = present + ahead;
    let mut windows = 0;
    while place >= present && place >= limit {
        place -= limit;
        windows += 1;
    }
    if windows == 0 {
        return now;
    }
    gone.nth(place).unwrap_or(now) + WINDOW * windows
}

/// A place in the queue, given up when dropped.
#[derive(Debug)]
struct Ticket<'a> {
    budget: &'a Budget,
    id: (Class, u64),
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.budget.state().waiting.remove(&self.id);
        self.budget.changed.notify_waiters();
    }
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
