//! Reading a large answer takes a while: it is not done on the threads that keep everything else going.

use std::{future, panic};

/// From which size on an answer is read elsewhere, in bytes. One that is smaller is read in a few milliseconds.
const OFFLOAD_SIZE: usize = 64 * 1024;

/// What `work` gives: done here, or on a thread of its own when what it reads is `size` bytes and that is much.
pub(super) async fn offload<T: Send + 'static>(size: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    if size < OFFLOAD_SIZE {
        return work();
    }
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            // As if it had been done here.
            Ok(panicked) => panic::resume_unwind(panicked),
            // The runtime is about to end, and this with it.
            Err(_) => future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn only_what_is_large_is_read_elsewhere() {
        let here = thread::current().id();
        assert_eq!(offload(OFFLOAD_SIZE - 1, || thread::current().id()).await, here);
        assert_ne!(offload(OFFLOAD_SIZE, || thread::current().id()).await, here);
    }

    #[tokio::test]
    async fn a_panic_comes_back_as_it_was() {
        for size in [0, OFFLOAD_SIZE] {
            let work = panic::AssertUnwindSafe(offload(size, || panic::resume_unwind(Box::new("oh"))));
            let panicked: Result<(), _> = work.catch_unwind().await;
            assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"oh"));
        }
    }
}
