//! A list that is fetched once and kept: answered from memory, refreshed behind the answer when it has grown old.

use std::{
    future::Future,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

/// How old a list may be before the next reader has it fetched again.
const MAX_AGE: Duration = Duration::from_mins(1);
/// How long after a failed fetch the next is tried.
const RETRY_DELAY: Duration = Duration::from_secs(10);

/// One list and its age. Cheap to clone; the clones share the list.
#[derive(Debug)]
pub struct Cached<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    state: RwLock<State<T>>,
    /// Held while it is fetched in the background, so that only one does it.
    fetching: Arc<Mutex<()>>,
    /// The same for whoever waits for it.
    wanted: Arc<Mutex<()>>,
}

#[derive(Debug)]
struct State<T> {
    value: Option<Arc<T>>,
    /// When the next fetch may be made; none before the first.
    due: Option<Instant>,
    /// How often it was forgotten: what was fetched before that is out of date.
    forgotten: u64,
}

impl<T> Clone for Cached<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        let state = RwLock::new(State { value: None, due: None, forgotten: 0 });
        Self(Arc::new(Inner { state, fetching: Arc::default(), wanted: Arc::default() }))
    }
}

impl<T: Send + Sync + 'static> Cached<T> {
    /// What is known now, without waiting; an old list is fetched again behind the caller's back.
    pub fn peek<F>(&self, fetch: impl FnOnce() -> F) -> Option<Arc<T>>
    where
        F: Future<Output = Option<T>> + Send + 'static,
    {
        if self.is_due()
            && let Ok(alone) = Arc::clone(&self.0.fetching).try_lock_owned()
        {
            let (cached, forgotten, fetch) = (self.clone(), self.forgotten(), fetch());
            tokio::spawn(async move {
                cached.keep(fetch.await, forgotten);
                drop(alone);
            });
        }
        self.known()
    }

    /// Forgets what is known, because it was changed: the next reader fetches it.
    pub fn forget(&self) {
        let mut state = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        *state = State { value: None, due: None, forgotten: state.forgotten + 1 };
    }

    /// Waits until what [`Self::peek`] began to fetch is there, or has failed.
    pub async fn settled(&self) {
        drop(self.0.fetching.lock().await);
    }

    /// What is known. Where nothing ever was, waits for `fetch` itself: what the background fetches may stand in a longer queue. May be
    /// dropped at any time; a fetch that it started continues.
    pub async fn get<F>(&self, fetch: impl FnOnce() -> F) -> Option<Arc<T>>
    where
        F: Future<Output = Option<T>> + Send + 'static,
    {
        let alone = Arc::clone(&self.0.wanted).lock_owned().await;
        if self.known().is_none() && self.is_due() {
            let (cached, forgotten, fetch) = (self.clone(), self.forgotten(), fetch());
            let fetched = tokio::spawn(async move {
                cached.keep(fetch.await, forgotten);
                drop(alone);
            });
            // If it panicked, there is no list.
            let _ = fetched.await;
        }
        self.known()
    }

    /// What is known now; nothing is fetched.
    pub fn known(&self) -> Option<Arc<T>> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).value.clone()
    }

    fn is_due(&self) -> bool {
        let due = self.0.state.read().unwrap_or_else(PoisonError::into_inner).due;
        due.is_none_or(|due| due <= Instant::now())
    }

    fn forgotten(&self) -> u64 {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).forgotten
    }

    fn keep(&self, fetched: Option<T>, forgotten: u64) {
        let mut state = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.forgotten != forgotten {
            return;
        }
        state.due = Some(Instant::now() + if fetched.is_some() { MAX_AGE } else { RETRY_DELAY });
        if let Some(value) = fetched {
            state.value = Some(Arc::new(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A source that counts how often it is asked.
    #[derive(Clone, Default)]
    struct Source(Arc<AtomicU32>);

    impl Source {
        fn fetch(&self) -> impl Future<Output = Option<u32>> + Send + use<> {
            let count = Arc::clone(&self.0);
            async move { Some(count.fetch_add(1, Ordering::SeqCst) + 1) }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn peek_never_waits_and_refreshes_behind() {
        let (cached, source) = (Cached::default(), Source::default());
        assert_eq!(cached.peek(|| source.fetch()), None);
        tokio::task::yield_now().await;
        assert_eq!(cached.peek(|| source.fetch()).as_deref(), Some(&1));
        tokio::time::advance(MAX_AGE).await;
        assert_eq!(cached.peek(|| source.fetch()).as_deref(), Some(&1), "the old list answers");
        tokio::task::yield_now().await;
        assert_eq!(cached.peek(|| source.fetch()).as_deref(), Some(&2));
        assert_eq!(source.0.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_keeps_the_old_list_and_is_tried_again_soon() {
        let cached = Cached::default();
        assert_eq!(cached.get(|| async { Some(7) }).await.as_deref(), Some(&7));
        tokio::time::advance(MAX_AGE).await;
        cached.peek(|| async { None });
        tokio::task::yield_now().await;
        assert!(!cached.is_due(), "it waits a little before it asks again");
        tokio::time::advance(RETRY_DELAY).await;
        assert!(cached.is_due());
        assert_eq!(cached.get(|| async { None }).await.as_deref(), Some(&7));
    }

    #[tokio::test(start_paused = true)]
    async fn many_first_readers_share_one_fetch() {
        let (cached, source) = (Cached::default(), Source::default());
        let (a, b) = tokio::join!(cached.get(|| source.fetch()), cached.get(|| source.fetch()));
        assert_eq!((a.as_deref(), b.as_deref()), (Some(&1), Some(&1)));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_needs_it_does_not_wait_for_the_background() {
        let cached = Cached::default();
        cached.peek(std::future::pending);
        assert_eq!(cached.get(|| async { Some(7) }).await.as_deref(), Some(&7));
        assert!(tokio::time::timeout(MAX_AGE, cached.settled()).await.is_err(), "that one is under way still");
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_fetched_before_a_change_is_not_kept() {
        let cached = Cached::default();
        let (fetched, answer) = tokio::sync::oneshot::channel();
        cached.peek(|| async { answer.await.ok() });
        tokio::task::yield_now().await;
        cached.forget();
        fetched.send(1).unwrap();
        cached.settled().await;
        assert_eq!(cached.known(), None, "it may be from before the change");
        assert_eq!(cached.get(|| async { Some(2) }).await.as_deref(), Some(&2));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_no_longer_does_not_end_the_fetch() {
        let cached = Cached::default();
        let slow = || async {
            tokio::time::sleep(RETRY_DELAY).await;
            Some(7)
        };
        assert!(tokio::time::timeout(RETRY_DELAY / 2, cached.get(slow)).await.is_err());
        assert_eq!(cached.get(|| async { None }).await.as_deref(), Some(&7), "the first one's");
    }
}
