//! Draws customers' messages off the async threads. Mail can be any length; the views stop reading after a fixed number of
//! steps.

use std::{panic, sync::Arc};

use tokio::{sync::Semaphore, task::spawn_blocking};
use views::Message;

use crate::Error;

/// The maximum number of answers drawn at once. Drawing is CPU-bound, so more would only slow down everything else.
const MAX_CONCURRENT: usize = 2;

/// Draws answers on blocking threads.
#[derive(Debug)]
pub(crate) struct Drawing(Arc<Semaphore>);

impl Default for Drawing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX_CONCURRENT)))
    }
}

impl Drawing {
    /// Waits for a turn, then draws. If the caller gives up, drawing still keeps its turn until it ends.
    pub(crate) async fn draw(&self, draw: impl FnOnce() -> Message + Send + 'static) -> Result<Message, Error> {
        let turn = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Error::Broken)?;
        let drawn = spawn_blocking(move || {
            let message = draw();
            drop(turn);
            message
        });
        match drawn.await {
            Ok(message) => Ok(message),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => panic::resume_unwind(panic),
                Err(_) => Err(Error::Broken),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use views::{Draft, errors};

    use super::*;

    #[tokio::test]
    async fn a_few_are_drawn_at_once_and_a_panic_frees_its_place() {
        let drawing = Drawing::default();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let broken = futures_util::FutureExt::catch_unwind(panic::AssertUnwindSafe(drawing.draw(|| panic!("broken"))));
        assert!(broken.await.is_err());
        let all = (0..20).map(|_| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            drawing.draw(move || {
                most.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
                let message = errors::failure("x", None);
                now.fetch_sub(1, SeqCst);
                message
            })
        });
        let drawn = futures_util::future::join_all(all).await;
        assert!(drawn.into_iter().all(|drawn| drawn.is_ok_and(|message| message != Draft::default().fit())));
        assert!(most.load(SeqCst) <= MAX_CONCURRENT);
    }
}
