//! Identical look-ups under way share one request.
//!
//! Each waiting task can drive it, so it continues when the first caller gives up and ends when the last one does.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared, WeakShared},
};

use super::{Outcome, pace::Class, prepare::Prepared};

/// What makes two look-ups the same.
pub(super) type Key = (Class, Prepared);

type Flight = BoxFuture<'static, Outcome>;

/// The look-ups under way.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<Key, WeakShared<Flight>>>);

impl Flights {
    /// Joins a look-up under way, or starts it. Says whether it was started. Background work joins people's look-ups; people
    /// don't join those of the background, which may stand in a longer queue.
    pub(super) fn join(&self, key: Key, start: impl FnOnce() -> Flight) -> (Shared<Flight>, bool) {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let under_way = |key: &Key| {
            let flight = flights.get(key)?.upgrade()?;
            // One that has ended is an old answer.
            flight.peek().is_none().then_some(flight)
        };
        let found = under_way(&key).or_else(|| match key.0 {
            Class::Background => under_way(&(Class::People, key.1.clone())),
            Class::People => None,
        });
        if let Some(flight) = found {
            return (flight, false);
        }
        // Those that ended are swept out here, so that the map is never larger than what is under way.
        flights.retain(|_, flight| flight.upgrade().is_some_and(|flight| flight.peek().is_none()));
        let flight = start().shared();
        if let Some(weak) = flight.downgrade() {
            flights.insert(key, weak);
        }
        (flight, true)
    }
}
