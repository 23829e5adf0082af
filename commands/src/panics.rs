//! Panics in what answers a person: they are caught, so that the person is told.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

/// What `answer` gives, or none if it panics. The log says where it panicked; the member still waits for an answer.
pub(crate) async fn unbroken<T>(answer: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(answer).catch_unwind().await.ok()
}
